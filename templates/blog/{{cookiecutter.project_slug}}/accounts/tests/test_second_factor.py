"""Two-factor sign-in, sessions, and the sites whose accounts may be used here."""

import time
from unittest import mock

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.test import Client, TestCase
from django.urls import reverse

from accounts.tests.factories import make_user

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret: str) -> str:
    """Return what an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


class SecondFactorTests(TestCase):
    def setUp(self):
        self.user = make_user("rosa@example.com")

    def enter_password(self):
        return self.client.post(reverse("account_login"), {"login": self.user.email, "password": "secret"})

    def enter_code(self, code):
        return self.client.post(reverse("mfa_authenticate"), {"code": code})

    def test_app_is_set_up_and_asked_for(self):
        self.client.force_login(self.user)
        self.client.post(reverse("account_reauthenticate"), {"password": "secret"})
        secret = self.client.get(reverse("mfa_activate_totp")).context["form"].secret

        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})

        types = Authenticator.objects.filter(user=self.user).values_list("type", flat=True)
        self.assertEqual(set(types), {"totp", "recovery_codes"})
        self.assertEqual([message.to for message in mail.outbox], [["rosa@example.com"]])
        self.client.logout()
        self.assertRedirects(self.enter_password(), reverse("mfa_authenticate"))
        self.assertEqual(self.client.get(reverse("accounts:overview")).status_code, 302)
        self.enter_code(code_now(secret))
        self.assertEqual(self.client.get(reverse("accounts:overview")).status_code, 200)

    def test_code_opens_once(self):
        TOTP.activate(self.user, SECRET)
        code = code_now(SECRET)

        with mock.patch("allauth.mfa.totp.internal.auth.time.time", return_value=time.time()):
            self.enter_password()
            first = self.enter_code(code)
            self.client.logout()
            self.enter_password()
            second = self.enter_code(code)

        self.assertEqual((first.status_code, second.status_code), (302, 200))

    def test_recovery_code_opens_once(self):
        TOTP.activate(self.user, SECRET)
        code = RecoveryCodes.activate(self.user).generate_codes()[0]
        answers = []
        for _attempt in range(2):
            self.enter_password()
            answers.append(self.enter_code(code).status_code)
            self.client.logout()

        self.assertEqual(answers, [302, 200])

    def test_guessing_codes_is_limited(self):
        TOTP.activate(self.user, SECRET)
        self.enter_password()
        for _attempt in range(6):
            response = self.enter_code("000000")

        self.assertIn("code", response.context["form"].errors)
        self.assertEqual(self.enter_code(code_now(SECRET)).status_code, 200)

    def test_passkey_pages_are_there(self):
        self.client.force_login(self.user)
        self.client.post(reverse("account_reauthenticate"), {"password": "secret"})

        self.assertEqual(self.client.get(reverse("mfa_add_webauthn")).status_code, 200)
        answer = Client().get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
        self.assertIn("challenge", answer.json()["request_options"]["publicKey"])


class SessionTests(TestCase):
    def test_signing_out_everywhere_else(self):
        user = make_user()
        clients = [Client(), Client()]
        for client in clients:
            client.post(reverse("account_login"), {"login": user.email, "password": "secret"})

        page = clients[0].get(reverse("usersessions_list"))
        clients[0].post(reverse("usersessions_list"))

        self.assertEqual(len(page.context["sessions"]), 2)
        self.assertEqual(UserSession.objects.filter(user=user).count(), 1)
        statuses = [client.get(reverse("accounts:overview")).status_code for client in clients]
        self.assertEqual(statuses, [200, 302])

    def test_sessions_of_others_are_not_listed(self):
        for _number in range(2):
            client = Client()
            client.post(reverse("account_login"), {"login": make_user().email, "password": "secret"})

        self.assertEqual(len(client.get(reverse("usersessions_list")).context["sessions"]), 1)


class ConnectionTests(TestCase):
    def test_other_sites_are_off_without_keys(self):
        self.client.force_login(make_user())

        self.assertEqual(settings.SOCIALACCOUNT_PROVIDERS, {})
        self.assertEqual(self.client.get(reverse("socialaccount_connections")).status_code, 200)
        self.assertEqual(self.client.get("/accounts/google/login/").status_code, 404)
