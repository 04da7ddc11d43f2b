"""The mails of sign-up and reset: a text and a page, both with the link and the name of the site."""

from html import unescape

from django.conf import settings
from django.core import mail
from django.test import TestCase
from django.urls import reverse

from accounts.tests.factories import make_user

ACCOUNT = {
    "name": "New Reader",
    "email": "new@example.com",
    "password1": "correct-horse-battery",
    "password2": "correct-horse-battery",
}


class AccountMailTests(TestCase):
    def assert_mail(self, subject: str, link: str) -> None:
        (message,) = mail.outbox
        (page,) = message.alternatives

        self.assertEqual(message.subject, subject)
        for text in (message.body, unescape(page.content)):
            self.assertIn(link, text)
            self.assertIn(settings.SITE_NAME, text)
        self.assertNotIn("<", message.body.replace(settings.SITE_NAME, ""))

    def send(self, route: str, data: dict[str, str]) -> None:
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(reverse(route), data)

    def test_new_reader_gets_a_link_to_confirm(self):
        self.send("account_signup", ACCOUNT)

        self.assert_mail("Confirm your e-mail address", "/accounts/confirm-email/")

    def test_sign_up_with_a_known_address_is_told_by_mail_only(self):
        make_user("new@example.com")

        self.send("account_signup", ACCOUNT)

        self.assert_mail("You already have an account", reverse("account_reset_password"))

    def test_forgotten_password_gets_a_link(self):
        make_user("new@example.com")

        self.send("account_reset_password", {"email": "new@example.com"})

        self.assert_mail("Set a new password", "/accounts/password/reset/key/")

    def test_reset_for_a_stranger_leads_to_the_sign_up(self):
        self.send("account_reset_password", {"email": "new@example.com"})

        self.assert_mail("No account with this address", reverse("account_signup"))
