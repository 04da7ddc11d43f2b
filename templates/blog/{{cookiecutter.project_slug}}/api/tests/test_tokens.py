"""Tokens: made by their owner, shown once, counted, revoked, and gone with the account."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from rest_framework.authtoken.models import Token, TokenProxy

from accounts.deletion import delete_account
from accounts.export import export_account
from accounts.tests.factories import make_user
from api.services import fingerprint, make_token, revoke_token
from api.tests.factories import client_of
from core.testing import assert_stays

POSTS = "/api/posts/"


class TokenTests(TestCase):
    def setUp(self):
        self.user = make_user()

    def status(self, token):
        return Client().get(POSTS, headers={"Authorization": f"Token {token}"}).status_code

    def test_token_opens_until_it_is_replaced_or_revoked(self):
        first = make_token(self.user, by=self.user)
        second = make_token(self.user, by=self.user)
        self.assertEqual((self.status(first), self.status(second)), (401, 200))

        revoke_token(self.user, by=self.user)

        self.assertEqual(self.status(second), 401)

    def test_database_holds_no_token_that_opens(self):
        token = make_token(self.user, by=self.user)

        stored = Token.objects.get(user=self.user).key

        self.assertEqual(stored, fingerprint(token))
        self.assertEqual(self.status(stored), 401)

    def test_wrong_headers_are_refused(self):
        for header in ("Token", "Token nothing", "Token a b", "Token \xff", "Token a\0b"):
            with self.subTest(header=header):
                response = self.client.get(POSTS, headers={"Authorization": header})
                self.assertEqual(response.status_code, 401)
                self.assertEqual(response["WWW-Authenticate"], "Token")

    def test_locked_account_is_refused(self):
        token = make_token(self.user, by=self.user)

        self.user.is_active = False
        self.user.save()

        self.assertEqual(self.status(token), 401)

    def test_nobody_manages_the_token_of_somebody_else(self):
        make_token(self.user, by=self.user)
        for action in (make_token, revoke_token):
            with (
                self.subTest(action=action.__name__),
                assert_stays(Token.objects.all()),
                self.assertRaises(PermissionDenied),
            ):
                action(self.user, by=make_user())

    def test_deletion_of_the_account_ends_the_token(self):
        token = make_token(self.user, by=self.user)

        delete_account(self.user, by=self.user)

        self.assertEqual(Token.objects.count(), 0)
        self.assertEqual(self.status(token), 401)

    def test_export_holds_no_token(self):
        token = make_token(self.user, by=self.user)

        files = b"".join(
            content if isinstance(content, bytes) else b"".join(content)
            for _name, content in export_account(self.user)
        )

        self.assertIn(self.user.email.encode(), files)
        self.assertNotIn(token.encode(), files)
        self.assertNotIn(fingerprint(token).encode(), files)

    def test_administration_shows_no_tokens(self):
        self.assertFalse(admin.site.is_registered(TokenProxy))


class LimitTests(TestCase):
    def statuses(self, client, times):
        return [client.get(POSTS).status_code for _time in range(times)]

    def test_visitor_reads_sixty_times_a_minute(self):
        self.assertEqual(self.statuses(self.client, 61), [200] * 60 + [429])

        response = self.client.get(POSTS)

        self.assertIn(int(response["Retry-After"]), range(1, 61))

    def test_forged_address_opens_no_new_account_of_requests(self):
        with override_settings(RATE_LIMITS={"api-visitor": "1/m"}):
            self.client.get(POSTS)
            response = self.client.get(POSTS, headers={"X-Forwarded-For": "192.0.2.7"})

        self.assertEqual(response.status_code, 429)

    def test_member_is_counted_apart_from_visitors(self):
        member = client_of(make_user())
        with override_settings(RATE_LIMITS={"api-visitor": "1/m", "api-member": "3/m"}):
            self.assertEqual(self.statuses(self.client, 2), [200, 429])
            self.assertEqual(self.statuses(member, 4), [200, 200, 200, 429])


class TokenPageTests(TestCase):
    def setUp(self):
        self.user = make_user()
        self.address = reverse("api:token")
        self.client.force_login(self.user)

    def confirm_password(self):
        self.client.post(reverse("account_reauthenticate"), {"password": "secret"})

    def test_page_asks_for_the_password_first(self):
        for method in ("get", "post"):
            with self.subTest(method=method):
                response = getattr(self.client, method)(self.address)
                self.assertEqual(response.status_code, 302)
                self.assertEqual(Token.objects.count(), 0)

    def test_token_is_shown_once(self):
        self.confirm_password()

        response = self.client.post(self.address)

        secret = response.context["secret"]
        self.assertContains(response, f"<code>{secret}</code>")
        self.assertEqual(Token.objects.get(user=self.user).key, fingerprint(secret))
        self.assertNotContains(self.client.get(self.address), secret)
        self.assertIn("no-store", response["Cache-Control"])

    def test_token_is_revoked_by_its_button(self):
        self.confirm_password()
        self.client.post(self.address)

        response = self.client.post(self.address, {"revoke": "1"}, follow=True)

        self.assertContains(response, "Your token is revoked.")
        self.assertEqual(Token.objects.count(), 0)

    def test_looking_makes_no_token(self):
        self.confirm_password()

        self.assertContains(self.client.get(self.address), "Make a new token")
        self.assertEqual(Token.objects.count(), 0)

    def test_menu_of_the_account_leads_here(self):
        self.assertContains(self.client.get(reverse("accounts:overview")), f'href="{self.address}"')
