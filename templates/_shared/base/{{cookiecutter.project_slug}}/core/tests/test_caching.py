import threading
import time
from unittest import mock

from django.core.cache import cache
from django.db import transaction
from django.test import SimpleTestCase, TestCase, TransactionTestCase, override_settings

from core import caching
from core.testing import empty_cache, run_together
from core.tests.services import memcached_cache, needs_memcached, needs_redis, redis_cache

DUMMY = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


class VersionTests(TestCase):
    def test_version_stays_until_it_is_bumped(self):
        first = caching.version("posts")

        self.assertEqual(caching.version("posts"), first)
        caching.bump("posts")
        self.assertNotEqual(caching.version("posts"), first)

    def test_bump_leaves_other_groups_alone(self):
        tags = caching.version("tags")

        caching.bump("posts")

        self.assertEqual(caching.version("tags"), tags)

    def test_lost_version_is_never_given_out_again(self):
        first = caching.version("posts")

        empty_cache()

        self.assertNotEqual(caching.version("posts"), first)

    def test_versions_are_one_round_trip(self):
        expected = (caching.version("a"), caching.version("b"))

        with mock.patch.object(cache, "get_many", wraps=cache.get_many) as get_many:
            self.assertEqual(caching.versions("a", "b"), expected)

        get_many.assert_called_once_with(["version:a", "version:b"])

    def test_without_a_cache_no_two_versions_are_equal(self):
        with override_settings(CACHES=DUMMY):
            self.assertNotEqual(caching.version("posts"), caching.version("posts"))

    def test_key_depends_on_group_version_and_parts(self):
        key = caching.versioned_key("posts", "front", 1)

        self.assertEqual(caching.versioned_key("posts", "front", 1), key)
        self.assertNotEqual(caching.versioned_key("posts", "front", "1"), key)
        self.assertNotEqual(caching.versioned_key("posts", "front:1"), key)
        caching.bump("posts")
        self.assertNotEqual(caching.versioned_key("posts", "front", 1), key)

    def test_key_is_short_and_plain_for_any_part(self):
        key = caching.versioned_key("posts", "a b\n" * 1000, "ü")

        self.assertLess(len(key), 200)
        self.assertTrue(key.isprintable() and key.isascii() and " " not in key)


class BumpInTransactionTests(TransactionTestCase):
    def test_bump_is_repeated_after_the_commit(self):
        with transaction.atomic():
            caching.bump("posts")
            # Another request stores the old rows under the new version, before the commit.
            too_early = caching.version("posts")

        self.assertNotEqual(caching.version("posts"), too_early)

    def test_bump_is_not_repeated_after_a_rollback(self):
        with transaction.atomic():
            caching.bump("posts")
            seen = caching.version("posts")
            transaction.set_rollback(True)

        self.assertEqual(caching.version("posts"), seen)


class RememberTests(SimpleTestCase):
    def test_value_is_computed_once(self):
        compute = mock.Mock(return_value="value")

        values = [caching.remember("key", compute, 60) for _ in range(3)]

        self.assertEqual(values, ["value"] * 3)
        compute.assert_called_once_with()

    def test_none_is_a_value(self):
        compute = mock.Mock(return_value=None)

        caching.remember("key", compute, 60)
        caching.remember("key", compute, 60)

        compute.assert_called_once_with()

    def test_old_value_is_computed_anew(self):
        caching.remember("key", lambda: "old", 60)

        with mock.patch("time.time", return_value=time.time() + 61):
            self.assertEqual(caching.remember("key", lambda: "new", 60), "new")

    def test_old_value_is_served_while_somebody_computes(self):
        caching.remember("key", lambda: "old", 60)
        cache.add("lock:key", 1, 300)

        with mock.patch("time.time", return_value=time.time() + 61):
            self.assertEqual(caching.remember("key", mock.Mock(side_effect=AssertionError), 60), "old")

    def test_value_stored_between_look_and_lock_is_not_computed_again(self):
        cache.set("key", ("value", time.time() + 60), 60)
        with mock.patch.object(cache, "get", side_effect=[None, cache.get("key")]):
            self.assertEqual(caching.remember("key", mock.Mock(side_effect=AssertionError), 60), "value")

    def test_failure_frees_the_lock(self):
        with self.assertRaises(ZeroDivisionError):
            caching.remember("key", lambda: 1 // 0, 60)

        self.assertEqual(caching.remember("key", lambda: "value", 60), "value")

    def test_waiting_ends_when_the_first_never_finishes(self):
        cache.add("lock:key", 1, 30)

        with mock.patch.object(caching, "WAIT_SECONDS", 0.05):
            self.assertEqual(caching.remember("key", lambda: "value", 60), "value")

    def test_waiting_visitor_takes_over_a_freed_lock(self):
        cache.add("lock:key", 1, 30)
        timer = threading.Timer(0.05, cache.delete, ["lock:key"])
        timer.start()

        self.assertEqual(caching.remember("key", lambda: "value", 60), "value")

        timer.join()

    def test_value_is_computed_without_a_cache(self):
        with override_settings(CACHES=DUMMY):
            self.assertEqual(caching.remember("key", lambda: "value", 60), "value")


class StampedeTests(SimpleTestCase):
    def check_one_computation(self):
        calls = []

        def compute():
            calls.append(1)
            time.sleep(0.2)
            return "value"

        results = run_together(lambda: caching.remember("stampede", compute, 60), 16)

        self.assertEqual(results, ["value"] * 16)
        self.assertEqual(len(calls), 1)

    def test_sixteen_threads_compute_once(self):
        self.check_one_computation()

    @needs_redis
    def test_sixteen_threads_compute_once_on_redis(self):
        with override_settings(CACHES=redis_cache()):
            self.check_one_computation()

    @needs_memcached
    def test_sixteen_threads_compute_once_on_memcached(self):
        with override_settings(CACHES=memcached_cache()):
            self.check_one_computation()

    @needs_redis
    def test_fifteen_threads_get_the_stale_copy_at_once(self):
        with override_settings(CACHES=redis_cache()):
            cache.set("stampede", ("old", time.time() - 1), 60)
            release = threading.Event()

            def compute():
                release.wait(timeout=10)
                return "new"

            def visit():
                value = caching.remember("stampede", compute, 60)
                if value == "old" and next(served, None) is None:
                    release.set()
                return value

            # The computation ends only after all the others were served.
            served = iter(range(14))
            results = run_together(visit, 16)

        self.assertEqual(sorted(results), ["new"] + ["old"] * 15)
