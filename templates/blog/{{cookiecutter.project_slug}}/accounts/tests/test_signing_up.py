"""From the first visit to a signed-in user, the ways back in, and what strangers learn meanwhile."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMessage
from django.test import TestCase
from django.urls import reverse

from accounts.models import User
from accounts.services import deactivate_account
from accounts.tests.factories import make_user

NEW_PASSWORD = "a quiet harbour 7"


def path_in(message: EmailMessage) -> str:
    """Return the path of the first link into the account pages in the text of an e-mail."""
    found = re.search(r"https?://[^/\s]+(/accounts/\S+)", str(message.body))
    assert found is not None
    return found[1]


class SignTestCase(TestCase):
    """Fills in the forms; the e-mails are sent as after the commit."""

    def post(self, name: str, /, **data: str) -> Any:
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(reverse(name), data)

    def sign_up(self, email: str = "rosa@example.com", name: str = "Rosa Lee") -> Any:
        return self.post(
            "account_signup", name=name, email=email, password1=NEW_PASSWORD, password2=NEW_PASSWORD
        )

    def sign_in(self, email: str = "rosa@example.com", password: str = NEW_PASSWORD) -> Any:
        return self.post("account_login", login=email, password=password)

    def is_signed_in(self) -> bool:
        return "_auth_user_id" in self.client.session


class SignUpTests(SignTestCase):
    def test_sign_up_verify_and_sign_in(self):
        self.assertRedirects(self.sign_up(), reverse("account_email_verification_sent"))
        self.sign_in()
        self.assertFalse(self.is_signed_in())

        path = path_in(mail.outbox[0])
        self.assertEqual(self.client.get(path).status_code, 200)
        self.client.post(path)
        self.sign_in()

        self.assertTrue(self.is_signed_in())
        user = User.objects.get()
        self.assertEqual((user.email, user.name, user.handle), ("rosa@example.com", "Rosa Lee", "rosa-lee"))
        self.assertEqual(user.profile.bio, "")

    def test_looking_at_the_link_verifies_nothing(self):
        self.sign_up()

        self.client.get(path_in(mail.outbox[0]))

        self.assertFalse(EmailAddress.objects.get().verified)

    def test_language_and_time_zone_of_the_browser_are_taken_over(self):
        self.client.cookies["django_language"] = "de"
        self.client.cookies["time_zone"] = "Europe/Berlin"

        self.sign_up()

        user = User.objects.get()
        self.assertEqual((user.language, user.time_zone), ("de", "Europe/Berlin"))

    def test_unknown_time_zone_of_the_browser_is_ignored(self):
        self.client.cookies["time_zone"] = "../../etc/passwd"

        self.sign_up()

        self.assertEqual(User.objects.get().time_zone, "")

    def test_wrong_answers_make_no_account(self):
        right = {
            "name": "Rosa",
            "email": "rosa@example.com",
            "password1": NEW_PASSWORD,
            "password2": NEW_PASSWORD,
        }
        wrong = (
            {"name": ""},
            {"email": "rosa"},
            {"password1": "12345678", "password2": "12345678"},
            {"password1": "password", "password2": "password"},
            {"password1": "rosa@example.com", "password2": "rosa@example.com"},
            {"password2": "another harbour 7"},
        )

        for answer in wrong:
            with self.subTest(answer=answer):
                response = self.post("account_signup", **(right | answer))

                self.assertIn(
                    next(reversed(answer)).replace("2", "") or "", str(response.context["form"].errors)
                )
                self.assertEqual((User.objects.count(), mail.outbox), (0, []))

    def test_sign_in_brings_the_language_of_the_account(self):
        make_user("rosa@example.com", language="de", time_zone="Europe/Berlin")

        response = self.sign_in(password="secret")

        self.assertEqual(response.cookies["django_language"].value, "de")
        self.assertEqual(response.cookies["time_zone"].value, "Europe/Berlin")


class PasswordResetTests(SignTestCase):
    def test_reset_by_e_mail(self):
        make_user("rosa@example.com")
        self.post("account_reset_password", email="Rosa@example.com")

        response = self.client.get(path_in(mail.outbox[0]), follow=True)
        form_url = response.redirect_chain[-1][0]
        self.client.post(form_url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

        self.sign_in(password="secret")
        self.assertFalse(self.is_signed_in())
        self.sign_in()
        self.assertTrue(self.is_signed_in())
        used = self.client.get(path_in(mail.outbox[0]), follow=True)
        self.assertTrue(used.context["token_fail"])

    def test_new_password_ends_the_other_sessions(self):
        user = make_user("rosa@example.com")
        self.client.force_login(user)
        other = self.client_class()
        other.force_login(user)

        passwords = {"oldpassword": "secret", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        self.client.post(reverse("account_change_password"), passwords)

        self.assertEqual(self.client.get(reverse("accounts:overview")).status_code, 200)
        self.assertEqual(other.get(reverse("accounts:overview")).status_code, 302)


class ChangeEmailTests(SignTestCase):
    def test_new_address_counts_once_it_is_verified(self):
        user = make_user("rosa@example.com")
        self.client.force_login(user)
        self.client.post(reverse("account_reauthenticate"), {"password": "secret"})

        self.post("account_email", email="new@example.com", action_add="")
        self.post("account_email", email="new@example.com", action_primary="")
        self.assertEqual(User.objects.get().email, "rosa@example.com")

        message = next(message for message in mail.outbox if message.to == ["new@example.com"])
        self.client.post(path_in(message))
        self.post("account_email", email="new@example.com", action_primary="")

        self.assertEqual(User.objects.get().email, "new@example.com")


class EnumerationTests(SignTestCase):
    """Strangers see the same answer for addresses with and without an account."""

    def answer(self, response: Any) -> tuple:
        body = re.sub(
            r'name="csrfmiddlewaretoken" value="\w+"|(known|unknown)@example\.com', "", response.text
        )
        return response.status_code, response.headers.get("Location"), body

    def test_answers_do_not_tell_who_has_an_account(self):
        make_user("known@example.com")
        actions = {
            "sign up": lambda email: self.sign_up(email, "Rosa"),
            "sign in": lambda email: self.sign_in(email, "wrong password"),
            "reset": lambda email: self.post("account_reset_password", email=email),
        }

        for name, action in actions.items():
            with self.subTest(action=name):
                mail.outbox.clear()
                answers = []
                for email in ("known@example.com", "unknown@example.com"):
                    self.client = self.client_class()
                    answers.append(self.answer(action(email)))

                self.assertEqual(answers[0], answers[1])
                self.assertEqual(
                    len({len(message.to) for message in mail.outbox}), 0 if name == "sign in" else 1
                )
                self.assertEqual(len(mail.outbox), 0 if name == "sign in" else 2)

    def test_pages_after_the_forms_are_the_same(self):
        make_user("known@example.com")
        pages = []
        for email in ("known@example.com", "unknown@example.com"):
            self.client = self.client_class()
            self.sign_up(email, "Rosa")
            pages.append(self.answer(self.client.get(reverse("account_email_verification_sent"))))

        self.assertEqual(pages[0], pages[1])

    def test_locked_out_user_is_told_only_with_the_right_password(self):
        user = make_user("known@example.com")
        deactivate_account(user, by=make_user(is_superuser=True))

        wrong = self.sign_in("known@example.com", "wrong password")
        right = self.sign_in("known@example.com", "secret")

        self.assertEqual(wrong.status_code, 200)
        self.assertRedirects(right, reverse("account_inactive"))
        self.assertFalse(self.is_signed_in())


class ThrottleTests(SignTestCase):
    def test_sixth_wrong_password_is_not_even_looked_at(self):
        make_user("rosa@example.com")
        for _attempt in range(5):
            self.sign_in(password="wrong password")

        response = self.sign_in(password="secret")

        self.assertContains(response, "Too many failed login attempts.")
        self.assertFalse(self.is_signed_in())

    def test_flood_of_forms_is_answered_with_429(self):
        forms = {
            "account_signup": (20, {"email": "no address"}),
            "account_login": (30, {"login": "no address"}),
        }

        for name, (allowed, data) in forms.items():
            with self.subTest(name=name):
                statuses = [self.post(name, **data).status_code for _number in range(allowed + 1)]

                self.assertEqual(statuses, [200] * allowed + [429])
                self.assertEqual(mail.outbox, [])

    def test_resets_of_many_addresses_are_answered_with_429(self):
        emails = [f"nobody{number}@example.com" for number in range(21)]

        statuses = [self.post("account_reset_password", email=email).status_code for email in emails]

        self.assertEqual(statuses, [302] * 20 + [429])

    def test_reset_mails_to_one_address_are_limited(self):
        make_user("rosa@example.com")

        statuses = [
            self.post("account_reset_password", email="rosa@example.com").status_code for _n in range(6)
        ]

        self.assertEqual(statuses, [302] * 5 + [429])
        self.assertEqual(len(mail.outbox), 5)


class RedirectTests(SignTestCase):
    def test_sign_in_leads_back_but_never_to_another_site(self):
        make_user("rosa@example.com")
        targets = {
            "/accounts/profile/": "/accounts/profile/",
            "https://evil.example.com/": "/",
            "//evil.example.com": "/",
            "javascript:alert(1)": "/",
        }

        for target, expected in targets.items():
            with self.subTest(target=target):
                self.client.logout()
                response = self.post(
                    "account_login", login="rosa@example.com", password="secret", next=target
                )

                self.assertEqual((response.status_code, response["Location"]), (302, expected))
