import time
from unittest import mock

from django.core.cache import InvalidCacheKey, cache, caches
from django.test import SimpleTestCase, TestCase, override_settings
from django.urls import reverse
from pymemcache.exceptions import MemcacheClientError

from accounts.tests.factories import make_user
from core import cache_backends, caching
from core.cache_backends import CircuitBreaker, TolerantCache
from core.tests.services import memcached_cache, needs_memcached, needs_redis, redis_cache, unused_port

LOGGER = "core.cache_backends"


class DeadCacheTests(SimpleTestCase):
    def setUp(self):
        port = unused_port()
        self.dead = {
            "redis": redis_cache(f"redis://127.0.0.1:{port}/0"),
            "memcached": memcached_cache(f"127.0.0.1:{port}"),
        }

    def test_every_call_answers_like_an_empty_cache(self):
        calls = [
            (lambda: cache.get("key", "default"), "default"),
            (lambda: cache.get_many(["key"]), {}),
            (lambda: cache.add("key", 1), True),
            (lambda: cache.set("key", 1), None),
            (lambda: cache.set_many({"key": 1}), ["key"]),
            (lambda: cache.touch("key"), False),
            (lambda: cache.delete("key"), False),
            (lambda: cache.delete_many(["key"]), None),
            (lambda: cache.has_key("key"), False),
            (lambda: cache.incr("key", 3), 3),
            (lambda: cache.get_or_set("key", 5), 5),
            (lambda: cache.clear(), None),
            (lambda: cache.close(), None),
        ]
        for name, config in self.dead.items():
            for number, (call, expected) in enumerate(calls):
                with (
                    self.subTest(cache=name, call=number),
                    override_settings(CACHES=config),
                    mock.patch.dict(TolerantCache._breakers, clear=True),
                    mock.patch.object(cache_backends.logger, "error"),
                ):
                    self.assertEqual(call(), expected)

    def test_only_the_first_call_waits_for_the_server(self):
        for name, config in self.dead.items():
            with self.subTest(cache=name), override_settings(CACHES=config):
                with self.assertLogs(LOGGER, "ERROR") as logs:
                    cache.get("first")
                with mock.patch.object(
                    type(vars(caches["default"])["_cache"]), "get", side_effect=AssertionError
                ):
                    self.assertIsNone(cache.get("second"))

                self.assertEqual(len(logs.output), 1)

    def test_pages_are_computed_without_waiting(self):
        with (
            override_settings(CACHES=self.dead["redis"]),
            self.assertLogs(LOGGER, "ERROR"),
            mock.patch("core.caching.time.sleep", side_effect=AssertionError),
        ):
            self.assertEqual(caching.remember("key", lambda: "value", 60), "value")

    def test_refusal_of_a_living_server_is_not_hidden(self):
        refusal = mock.Mock(side_effect=MemcacheClientError("cannot increment a text"))
        with override_settings(CACHES=self.dead["memcached"]):
            cache.get("first")
            vars(caches["default"])["_cache"].incr = refusal
            caches["default"].breaker = CircuitBreaker()
            with self.assertRaises(MemcacheClientError):
                cache.incr("key")

    def test_programming_errors_are_not_hidden(self):
        with override_settings(CACHES=self.dead["memcached"]), self.assertRaises(InvalidCacheKey):
            cache.get("a key with blanks")


class DeadCachePageTests(TestCase):
    def test_member_reads_saves_and_signs_in_without_the_cache(self):
        dead = redis_cache(f"redis://127.0.0.1:{unused_port()}/0")
        user = make_user("reader@example.com")
        with override_settings(CACHES=dead), self.assertLogs(LOGGER, "ERROR") as logs:
            login = self.client.post(
                reverse("account_login"), {"login": "reader@example.com", "password": "secret"}
            )
            page = self.client.get(reverse("core:preferences"))
            saved = self.client.post(reverse("core:preferences"), {"language": "de"})

        self.assertEqual([login.status_code, page.status_code, saved.status_code], [302, 200, 302])
        self.assertEqual(page.context["user"], user)
        self.assertEqual(len(logs.output), 1)


class LiveCacheTests(SimpleTestCase):
    def check_the_whole_interface(self):
        self.assertTrue(cache.add("key", 1, 60))
        self.assertFalse(cache.add("key", 2, 60))
        self.assertEqual(cache.incr("key", 4), 5)
        self.assertEqual(cache.set_many({"a": "x", "b": "y"}, 60), [])
        self.assertEqual(cache.get_many(["a", "b", "c"]), {"a": "x", "b": "y"})
        self.assertTrue(cache.has_key("a"))
        self.assertTrue(cache.touch("a", 60))
        self.assertTrue(cache.delete("a"))
        cache.delete_many(["b"])
        self.assertEqual(cache.get("b", "gone"), "gone")
        with self.assertRaises(ValueError):
            cache.incr("missing")
        cache.delete("key")
        cache.close()

    @needs_redis
    def test_redis_keeps_and_counts(self):
        with override_settings(CACHES=redis_cache()):
            self.check_the_whole_interface()

    @needs_memcached
    def test_memcached_keeps_and_counts(self):
        with override_settings(CACHES=memcached_cache()):
            self.check_the_whole_interface()


class CircuitBreakerTests(SimpleTestCase):
    def test_it_closes_again_after_a_while(self):
        breaker = CircuitBreaker()
        with self.assertLogs(LOGGER, "ERROR"):
            breaker.trip(OSError("gone"))

        self.assertTrue(breaker.is_open)
        later = time.monotonic() + cache_backends.BREAK_SECONDS + 1
        with mock.patch("time.monotonic", return_value=later):
            self.assertFalse(breaker.is_open)

    def test_it_logs_once_per_interval(self):
        breaker = CircuitBreaker()
        with self.assertLogs(LOGGER, "ERROR") as logs:
            breaker.trip(OSError("gone"))
            breaker.trip(OSError("still gone"))
            later = time.monotonic() + cache_backends.LOG_SECONDS + 1
            with mock.patch("time.monotonic", return_value=later):
                breaker.trip(OSError("gone for long"))

        self.assertEqual(
            [record.getMessage().partition(": ")[2] for record in logs.records], ["gone", "gone for long"]
        )
