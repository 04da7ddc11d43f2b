import asyncio

from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, RequestFactory, SimpleTestCase, TestCase
from django.utils import timezone

from accounts.tests.factories import make_user
from core.logs import request_id
from core.middleware import request_id_middleware, time_zone_middleware, timing_middleware


def through(middleware, view, request):
    """Send the request through the middleware in a synchronous and in an asynchronous stack."""

    async def view_async(request):
        return view(request)

    async def answer():
        return await middleware(view_async)(request)

    return {"sync": middleware(view)(request), "async": asyncio.run(answer())}


class RequestIDTests(SimpleTestCase):
    def answers(self, **headers):
        request = RequestFactory().get("/", headers=headers)
        return through(request_id_middleware, lambda _request: HttpResponse(request_id.get()), request)

    def test_new_id_is_in_the_logs_and_in_the_answer(self):
        for stack, response in self.answers().items():
            with self.subTest(stack=stack):
                self.assertRegex(response.headers["X-Request-ID"], r"^[0-9a-f]{32}$")
                self.assertEqual(response.content.decode(), response.headers["X-Request-ID"])
        self.assertEqual(request_id.get(), "")

    def test_id_of_the_proxy_is_kept(self):
        for stack, response in self.answers(x_request_id="edge-0123.a").items():
            with self.subTest(stack=stack):
                self.assertEqual(response.headers["X-Request-ID"], "edge-0123.a")

    def test_ill_formed_id_is_replaced(self):
        for sent in ["short", "a" * 65, "with blank 123", "line\nbreak-123", "<script>12345", "ünicode-id-1"]:
            for stack, response in self.answers(x_request_id=sent).items():
                with self.subTest(stack=stack, sent=sent):
                    self.assertRegex(response.headers["X-Request-ID"], r"^[0-9a-f]{32}$")


class TimingTests(SimpleTestCase):
    def test_time_is_in_the_answer_and_in_the_log(self):
        request = RequestFactory().get("/some/page/?secret=1")

        with self.assertLogs("core.requests", "INFO") as logs:
            answers = through(timing_middleware, lambda _request: HttpResponse(status=404), request)

        for stack, response in answers.items():
            with self.subTest(stack=stack):
                self.assertRegex(response.headers["Server-Timing"], r"^app;dur=\d+\.\d$")
        self.assertEqual(len(logs.records), 2)
        facts = vars(logs.records[0])
        self.assertEqual([facts[name] for name in ("method", "path", "status")], ["GET", "/some/page/", 404])
        self.assertGreaterEqual(facts["milliseconds"], 0)


class TimeZoneTests(TestCase):
    def zones(self, user=None, **cookies):
        request = RequestFactory().get("/")
        request.COOKIES.update(cookies)

        async def auser():
            return user

        request.user, request.auser = user, auser
        view = lambda _request: HttpResponse(timezone.get_current_timezone_name())  # noqa: E731
        answers = through(time_zone_middleware, view, request)
        return {response.content.decode() for response in answers.values()}

    def test_zone_comes_from_account_then_cookie_then_site(self):
        user = make_user(time_zone="Asia/Tokyo")
        undecided = make_user()
        table = [
            (None, {}, "UTC"),
            (None, {"time_zone": "Europe/Berlin"}, "Europe/Berlin"),
            (user, {"sessionid": "s", "time_zone": "Europe/Berlin"}, "Asia/Tokyo"),
            (undecided, {"sessionid": "s", "time_zone": "Europe/Berlin"}, "Europe/Berlin"),
            (None, {"time_zone": "../../etc/passwd"}, "UTC"),
            (None, {"time_zone": "Nowhere/Land"}, "UTC"),
        ]
        for who, cookies, expected in table:
            with self.subTest(cookies=cookies):
                self.assertEqual(self.zones(who, **cookies), {expected})

    def test_zone_ends_with_the_request(self):
        self.zones(time_zone="Europe/Berlin")

        self.assertEqual(timezone.get_current_timezone_name(), "UTC")

    def test_visitor_without_a_session_is_not_asked_who_he_is(self):
        # A request without the attribute `user`: to ask for it is an error.
        response = time_zone_middleware(lambda _request: HttpResponse())(HttpRequest())

        self.assertEqual(response.status_code, 200)


class StackTests(TestCase):
    def test_whole_stack_answers_in_both_worlds(self):
        async def visit():
            return await AsyncClient().get("/livez", headers={"x-request-id": "edge-0123"})

        for response in (
            self.client.get("/livez", headers={"x-request-id": "edge-0123"}),
            asyncio.run(visit()),
        ):
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.headers["X-Request-ID"], "edge-0123")
            self.assertIn("app;dur=", response.headers["Server-Timing"])
