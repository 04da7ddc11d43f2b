"""The pages of one's own account."""

from datetime import date
from io import BytesIO
from typing import Any
from unittest import mock

from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory, TestCase
from django.urls import reverse
from PIL import Image

from accounts.models import User
from accounts.requests import signed_in_user
from accounts.roles import Role
from accounts.tests.factories import make_user
from accounts.tests.test_export import unpack
from core.testing import assert_stays

PAGES = ("overview", "profile", "export", "delete")


def picture(name: str = "me.png") -> SimpleUploadedFile:
    """Return a small picture as a browser uploads it."""
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


class AccountTestCase(TestCase):
    """A signed-in user with the right to sensitive pages after `confirm_password`."""

    def setUp(self):
        self.user = make_user("rosa@example.com", name="Rosa", handle="rosa")
        self.client.force_login(self.user)

    def confirm_password(self):
        self.client.post(reverse("account_reauthenticate"), {"password": "secret"})


class AccessTests(AccountTestCase):
    def test_visitors_are_sent_to_sign_in(self):
        self.client.logout()

        for page in PAGES:
            url = reverse(f"accounts:{page}")
            for answer in (self.client.get(url), self.client.post(url)):
                self.assertRedirects(answer, f"{reverse('account_login')}?next={url}")

    def test_export_and_deletion_ask_for_the_password_first(self):
        for page in ("export", "delete"):
            url = reverse(f"accounts:{page}")
            for answer in (self.client.get(url), self.client.post(url, {"email": self.user.email})):
                self.assertRedirects(answer, f"{reverse('account_reauthenticate')}?next={url}")

        self.assertTrue(User.objects.get(pk=self.user.pk).is_active)

    def test_pages_are_for_nobody_else(self):
        self.confirm_password()

        for page in ("export", "delete"):
            response = self.client.get(reverse(f"accounts:{page}"))
            self.assertEqual(response.status_code, 200)
            self.assertIn("no-store", response.headers["Cache-Control"])

    def test_policy_decides_who_exports(self):
        self.confirm_password()

        with mock.patch("accounts.views.can_export_account", return_value=False):
            self.assertEqual(self.client.post(reverse("accounts:export")).status_code, 403)

    def test_view_that_forgot_to_ask_for_a_user_fails(self):
        request = RequestFactory().get("/")
        request.user = AnonymousUser()

        with self.assertRaises(TypeError):
            signed_in_user(request)


class OverviewTests(AccountTestCase):
    def test_overview_shows_the_account(self):
        self.client.force_login(make_user("boss@example.com", Role.ADMINISTRATOR))

        response = self.client.get(reverse("accounts:overview"))

        self.assertContains(response, "boss@example.com")
        self.assertContains(response, "<dd>administrator</dd>", html=True)
        self.assertContains(response, reverse("mfa_activate_totp"))


class ProfileTests(AccountTestCase):
    url = "/accounts/profile/"
    data = {"name": "Rosa Lee", "handle": "rosa-lee", "language": "de", "time_zone": "Europe/Berlin"}

    def test_profile_is_saved(self):
        upload = {"avatar": picture(), "bio": "I read.", "website": "rosa.example.com"}

        response = self.client.post(self.url, self.data | upload)

        self.assertRedirects(response, self.url)
        user = User.objects.get(pk=self.user.pk)
        self.assertEqual({name: getattr(user, name) for name in self.data}, self.data)
        self.assertEqual((user.profile.bio, user.profile.website), ("I read.", "https://rosa.example.com"))
        self.assertRegex(user.avatar_url, r"^/media/avatars/[0-9a-f]{32}\.webp$")
        self.assertFalse(user.profile.notify_by_email)

    def test_language_and_time_zone_are_kept_in_the_browser_too(self):
        response = self.client.post(self.url, self.data)

        self.assertEqual(response.cookies["django_language"].value, "de")
        self.assertEqual(response.cookies["time_zone"].value, "Europe/Berlin")

    def test_picture_is_kept_until_it_is_cleared(self):
        self.client.post(self.url, self.data | {"avatar": picture()})
        address = User.objects.get(pk=self.user.pk).avatar_url

        self.client.post(self.url, self.data)
        kept = User.objects.get(pk=self.user.pk).avatar_url
        self.client.post(self.url, self.data | {"avatar-clear": "on"})

        self.assertEqual(kept, address)
        self.assertEqual(User.objects.get(pk=self.user.pk).avatar_url, "")

    def test_wrong_answers_change_nothing(self):
        make_user(handle="taken")
        svg = SimpleUploadedFile("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")
        wrong = (
            {"name": ""},
            {"handle": "taken"},
            {"handle": "two words"},
            {"language": "xx"},
            {"time_zone": "Mars/Base"},
            {"website": "javascript:alert(1)"},
            {"bio": "x" * 1001},
            {"avatar": svg},
            {"avatar": picture("me.jpg")},
        )

        for answer in wrong:
            with self.subTest(answer=answer), assert_stays(User.objects.all()):
                response = self.client.post(self.url, self.data | answer)

                self.assertEqual(list(response.context["form"].errors), list(answer))

    def test_nobody_edits_somebody_else(self):
        other = make_user(name="Other")

        self.client.post(self.url, self.data | {"id": other.pk, "user": other.pk, "email": "x@example.com"})

        self.assertEqual(User.objects.get(pk=other.pk).name, "Other")
        self.assertEqual(User.objects.get(pk=self.user.pk).email, "rosa@example.com")


class ExportTests(AccountTestCase):
    def test_archive_is_streamed_as_a_download(self):
        self.confirm_password()

        with mock.patch("accounts.views.timezone.localdate", return_value=date(2026, 1, 2)):
            response: Any = self.client.post(reverse("accounts:export"))

        self.assertTrue(response.streaming)
        self.assertEqual(
            response.headers["Content-Disposition"], 'attachment; filename="account-2026-01-02.zip"'
        )
        self.assertIn("profile.json", unpack(response.streaming_content))


class DeleteTests(AccountTestCase):
    url = "/accounts/delete/"

    def test_owner_deletes_the_account_and_is_signed_out(self):
        self.confirm_password()

        with self.captureOnCommitCallbacks(execute=True):
            response = self.client.post(self.url, {"email": "ROSA@example.com"})

        self.assertEqual((response.status_code, response["Location"]), (302, "/"))
        self.assertFalse(User.objects.get(pk=self.user.pk).is_active)
        self.assertNotIn("_auth_user_id", self.client.session)
        self.assertEqual(mail.outbox[-1].to, ["rosa@example.com"])

    def test_another_address_deletes_nothing(self):
        self.confirm_password()

        for email in ("", "rosa", "other@example.com"):
            with self.subTest(email=email), assert_stays(User.objects.all()):
                self.assertEqual(self.client.post(self.url, {"email": email}).status_code, 200)

    def test_last_administrator_is_told_why_not(self):
        boss = make_user("boss@example.com", Role.ADMINISTRATOR)
        self.client.force_login(boss)
        self.confirm_password()

        response = self.client.post(self.url, {"email": boss.email})

        self.assertContains(response, "This is the last administrator.")
        self.assertTrue(User.objects.get(pk=boss.pk).is_active)
