import time
from unittest import mock

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory, SimpleTestCase, TestCase, override_settings

from accounts.tests.factories import make_user
from core import ratelimit
from core.ratelimit import parse_rate, rate_limit, seconds_to_wait
from core.testing import run_together
from core.tests.services import memcached_cache, needs_memcached, needs_redis, redis_cache


@override_settings(RATE_LIMITS={})
class WindowTests(SimpleTestCase):
    def test_uses_beyond_the_limit_wait_for_the_end_of_the_window(self):
        start = time.time()
        with mock.patch.object(ratelimit, "_now", return_value=start):
            waits = [seconds_to_wait("search", "3/m", "ip:1") for _ in range(5)]
        with mock.patch.object(ratelimit, "_now", return_value=start + 45):
            later = seconds_to_wait("search", "3/m", "ip:1")

        self.assertEqual(waits, [0, 0, 0, 60, 60])
        self.assertEqual(later, 15)

    # The clock of this cache can be set, unlike that of a server.
    @override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}})
    def test_window_begins_with_the_first_use_and_ends(self):
        with mock.patch("time.time", return_value=1000.0):
            self.assertEqual([seconds_to_wait("search", "1/m", "ip:1") for _ in range(2)], [0, 60])
        with mock.patch("time.time", return_value=1061.0):
            self.assertEqual([seconds_to_wait("search", "1/m", "ip:1") for _ in range(2)], [0, 60])

    def test_visitors_and_names_are_counted_apart(self):
        self.assertEqual(seconds_to_wait("search", "1/m", "ip:1"), 0)

        self.assertEqual(seconds_to_wait("search", "1/m", "ip:2"), 0)
        self.assertEqual(seconds_to_wait("comment", "1/m", "ip:1"), 0)

    def test_counter_left_behind_locks_nobody_out(self):
        start = time.time()
        with mock.patch.object(ratelimit, "_now", return_value=start):
            seconds_to_wait("search", "1/m", "ip:1")
        cache.delete("rate:search:60:ip:1")

        with mock.patch.object(ratelimit, "_now", return_value=start + 61):
            waits = [seconds_to_wait("search", "1/m", "ip:1") for _ in range(2)]
        self.assertEqual(waits, [0, 60])

    def test_counter_that_ends_meanwhile_counts_as_first_use(self):
        with mock.patch.object(cache, "incr", side_effect=ValueError):
            self.assertEqual(seconds_to_wait("search", "1/m", "ip:1"), 0)

    def test_rates_are_read(self):
        table = [("5/s", (5, 1)), ("10/m", (10, 60)), ("20/h", (20, 3600)), ("1/d", (1, 86400))]
        for rate, expected in table:
            with self.subTest(rate=rate):
                self.assertEqual(parse_rate(rate), expected)

    def test_setting_overrides_or_lifts_the_limit(self):
        with override_settings(RATE_LIMITS={"search": "1/h", "comment": None}):
            self.assertEqual([seconds_to_wait("search", "9/m", "ip:1") for _ in range(2)], [0, 3600])
            self.assertEqual([seconds_to_wait("comment", "1/m", "ip:1") for _ in range(9)], [0] * 9)

    def check_all_threads_together(self, caches):
        with override_settings(CACHES=caches):
            waits = run_together(lambda: seconds_to_wait("search", "5/m", "ip:1"), 16)

        self.assertEqual(sum(wait == 0 for wait in waits), 5)

    @needs_redis
    def test_limit_holds_for_all_threads_together(self):
        self.check_all_threads_together(redis_cache())

    @needs_memcached
    def test_limit_holds_for_all_threads_on_memcached(self):
        self.check_all_threads_together(memcached_cache())


@override_settings(RATE_LIMITS={})
class ViewTests(TestCase):
    def setUp(self):
        self.view = rate_limit("save", "2/m")(lambda _request: HttpResponse("saved"))

    def post(self, user=None, address="1.1.1.1", method="post"):
        request = getattr(RequestFactory(), method)("/", REMOTE_ADDR=address)
        request.user = user or AnonymousUser()
        if user:
            request.COOKIES["sessionid"] = "abc"
        return self.view(request)

    def test_third_post_is_refused_with_the_time_to_wait(self):
        codes = [self.post().status_code for _ in range(2)]

        response = self.post()

        self.assertEqual(codes, [200, 200])
        self.assertEqual(response.status_code, 429)
        self.assertEqual(response.headers["Retry-After"], "60")
        self.assertEqual(response.headers["Cache-Control"], "private, no-store")

    def test_reading_is_not_counted(self):
        self.assertEqual([self.post(method="get").status_code for _ in range(5)], [200] * 5)

    def test_account_is_counted_wherever_it_comes_from(self):
        user = make_user()

        codes = [self.post(user, address=f"1.1.1.{number}").status_code for number in range(3)]

        self.assertEqual(codes, [200, 200, 429])

    def test_two_accounts_behind_one_address_are_counted_apart(self):
        first, second = make_user(), make_user()

        codes = [self.post(user).status_code for user in (first, first, second, second)]

        self.assertEqual(codes, [200] * 4)
