import threading
import time
from unittest import mock

from django.db import OperationalError, connection
from django.test import TestCase, override_settings
from django.urls import reverse

from core import health
from core.tests.services import needs_redis, redis_cache, unused_port

SECRET = "password-in-an-address"


class LivezTests(TestCase):
    def test_it_answers_without_any_server(self):
        with self.assertNumQueries(0):
            response = self.client.get(reverse("core:livez"))

        self.assertEqual((response.status_code, response.content), (200, b"ok\n"))
        self.assertIn("no-store", response.headers["Cache-Control"])

    def test_it_changes_nothing(self):
        self.assertEqual(self.client.post(reverse("core:livez")).status_code, 405)


class ReadyzTests(TestCase):
    def report(self):
        response = self.client.get(reverse("core:readyz"))
        return response.status_code, response.json()

    def test_all_servers_answer(self):
        self.assertEqual(self.report(), (200, {"database": "ok", "cache": "ok", "broker": "ok"}))

    def test_missing_database_is_named_without_its_secrets(self):
        with mock.patch.object(connection, "cursor", side_effect=OperationalError(SECRET)):
            status, findings = self.report()

        self.assertEqual(status, 503)
        self.assertEqual(findings, {"database": "OperationalError", "cache": "ok", "broker": "ok"})

    def test_dead_cache_is_found_though_it_is_tolerated(self):
        dead = redis_cache(f"redis://:{SECRET}@127.0.0.1:{unused_port()}/0")
        with override_settings(CACHES=dead), self.assertLogs("core.cache_backends", "ERROR"):
            status, findings = self.report()

        self.assertEqual((status, findings["cache"]), (503, "ConnectionError"))

    @needs_redis
    def test_living_redis_is_found(self):
        with override_settings(CACHES=redis_cache()):
            self.assertEqual(self.report()[0], 200)

    def test_dead_broker_is_named(self):
        refused = mock.Mock(side_effect=ConnectionRefusedError(SECRET))
        with (
            override_settings(CELERY_TASK_ALWAYS_EAGER=False),
            mock.patch.object(health.current_app, "connection_for_write", refused),
        ):
            status, findings = self.report()

        self.assertEqual((status, findings["broker"]), (503, "ConnectionRefusedError"))

    def test_broker_in_memory_answers(self):
        with override_settings(CELERY_TASK_ALWAYS_EAGER=False):
            self.assertEqual(self.report(), (200, {"database": "ok", "cache": "ok", "broker": "ok"}))

    def test_servers_are_asked_at_the_same_time(self):
        # Each check waits until the two others have begun.
        wait = threading.Barrier(3, timeout=20).wait
        checks = dict.fromkeys(("check_database", "check_cache", "check_broker"), wait)

        with mock.patch.multiple(health, CHECK_SECONDS=30, **checks):
            self.assertEqual(self.report(), (200, {"database": "ok", "cache": "ok", "broker": "ok"}))

    def test_server_that_hangs_is_given_up(self):
        def wait():
            time.sleep(0.3)

        with (
            mock.patch.object(health, "check_cache", side_effect=wait),
            mock.patch.object(health, "CHECK_SECONDS", 0.1),
        ):
            status, findings = self.report()

        self.assertEqual((status, findings["cache"]), (503, "TimeoutError"))
