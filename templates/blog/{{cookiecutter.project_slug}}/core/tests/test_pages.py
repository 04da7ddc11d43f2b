from unittest import mock

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory, TestCase
from django.urls import reverse, reverse_lazy

from accounts.tests.factories import make_user
from core import error_pages
from core.decorators import requires
from core.errors import DomainError


class ErrorPageTests(TestCase):
    def test_each_error_has_its_own_page(self):
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        table = [
            (error_pages.bad_request(request), 400),
            (error_pages.permission_denied(request), 403),
            (error_pages.csrf_failure(request), 403),
            (error_pages.page_not_found(request), 404),
            (error_pages.too_many_requests(request, 90), 429),
            (error_pages.server_error(request), 500),
        ]
        for response, status in table:
            with self.subTest(status=status):
                self.assertEqual(response.status_code, status)
                self.assertIn(b"</html>", response.content)
        self.assertEqual(table[4][0].headers["Retry-After"], "90")

    def test_unknown_address_is_our_404_and_kept_by_nobody(self):
        response = self.client.get("/no/such/page/")

        self.assertEqual(response.status_code, 404)
        self.assertEqual(response.headers["Cache-Control"], "private, no-store")
        self.assertTemplateUsed(response, "404.html")

    def test_database_that_is_down_is_an_outage_not_a_fault(self):
        user = make_user()
        self.client.force_login(user)
        self.client.raise_request_exception = False
        for error, status, wait in ((OperationalError, 503, "30"), (ValueError, 500, None)):
            failing = mock.patch("core.views.save_preferences", side_effect=error("host=10.0.0.5"))
            with self.subTest(error=error), failing, self.assertLogs("django.request", "ERROR"):
                response = self.client.post(reverse("core:preferences"), {"language": "de"})

                self.assertEqual((response.status_code, response.headers.get("Retry-After")), (status, wait))
                self.assertNotIn(b"10.0.0.5", response.content)

    def test_forged_form_is_refused_with_our_page(self):
        response = Client(enforce_csrf_checks=True).post(reverse("core:preferences"), {"language": "de"})

        self.assertEqual(response.status_code, 403)
        self.assertTemplateUsed(response, "403_csrf.html")


class PreferencesTests(TestCase):
    url = reverse_lazy("core:preferences")

    def test_page_shows_what_is_chosen(self):
        self.client.cookies["time_zone"] = "Asia/Tokyo"

        response = self.client.get(self.url, {"next": "/about/"})

        self.assertContains(response, '<option value="Asia/Tokyo" selected>', html=False)
        self.assertContains(response, '<option value="de">Deutsch</option>')
        self.assertContains(response, 'value="/about/"')
        self.assertIn("no-store", response.headers["Cache-Control"])

    def test_choice_is_kept_in_cookies(self):
        data = {"language": "de", "time_zone": "Europe/Berlin", "next": "/about/"}

        response = self.client.post(self.url, data)

        self.assertRedirects(response, "/about/", fetch_redirect_response=False)
        for name, value in (("django_language", "de"), ("time_zone", "Europe/Berlin")):
            cookie = response.cookies[name]
            self.assertEqual((cookie.value, cookie["samesite"], cookie["httponly"]), (value, "Lax", True))

    def test_choice_is_kept_in_the_account(self):
        user = make_user()
        self.client.force_login(user)

        self.client.post(self.url, {"language": "de", "time_zone": "Europe/Berlin"})

        user.refresh_from_db()
        self.assertEqual((user.language, user.time_zone), ("de", "Europe/Berlin"))

    def test_wrong_choices_change_nothing(self):
        for data in ({"language": "xx"}, {"language": "de", "time_zone": "Mars/Base"}, {}):
            with self.subTest(data=data):
                response = self.client.post(self.url, {"x": 1, **data})

                self.assertEqual(response.status_code, 422)
                self.assertNotIn("django_language", response.cookies)

    def test_other_sites_are_not_led_to(self):
        response = self.client.post(self.url, {"language": "de", "next": "https://evil.example/"})

        self.assertRedirects(response, "/", fetch_redirect_response=False)

    def test_secure_page_sets_secure_cookies(self):
        response = self.client.post(self.url, {"language": "de"}, secure=True)

        self.assertTrue(response.cookies["django_language"]["secure"])


class RequiresTests(TestCase):
    def test_only_those_of_the_policy_pass(self):
        view = requires(lambda user: user.is_staff)(lambda _request: HttpResponse("inside"))
        request = RequestFactory().get("/secret/")

        request.user = AnonymousUser()
        self.assertEqual(view(request).status_code, 302)
        self.assertIn("next=/secret/", view(request).headers["Location"])
        request.user = make_user()
        with self.assertRaises(PermissionDenied):
            view(request)
        request.user = make_user(is_staff=True)
        self.assertEqual(view(request).content, b"inside")


class DomainErrorTests(TestCase):
    def test_message_is_that_of_the_class_or_of_the_case(self):
        class Closed(DomainError):
            message = "It is closed."

        self.assertEqual(str(Closed()), "It is closed.")
        self.assertEqual(str(Closed("It is closed on Sundays.")), "It is closed on Sundays.")
