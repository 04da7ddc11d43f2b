"""Double opt-in and leaving, as a reader meets them."""

import re
from datetime import timedelta

import time_machine
from django.core import mail
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from newsletter import services
from newsletter.links import confirmation_token, unsubscribe_token
from newsletter.models import Subscriber
from newsletter.tests.factories import make_subscriber


class SubscribePageTests(TestCase):
    """The form that takes an address."""

    def subscribe(self, email: str, **data):
        """Post the form and let the mails of the commit go out."""
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(reverse("newsletter:subscribe"), {"email": email} | data)

    def test_address_is_not_subscribed_before_its_owner_confirms(self):
        self.subscribe("ada@example.org")

        subscriber = Subscriber.objects.get()
        self.assertEqual((subscriber.email, subscriber.status), ("ada@example.org", "pending"))
        self.assertEqual(mail.outbox[0].to, ["ada@example.org"])

    def test_mail_is_text_and_html_and_its_link_leads_to_the_question(self):
        self.subscribe("ada@example.org")

        message = mail.outbox[0]
        self.assertIn("text/html", [part.mimetype for part in message.alternatives])
        path = re.search(r"https?://[^/]+(/newsletter/confirm/\S+)", message.body)[1]
        self.assertContains(self.client.get(path), "Yes, subscribe me")
        self.assertEqual(Subscriber.objects.get().status, "pending")

    def test_answer_tells_nothing_about_who_subscribed(self):
        make_subscriber(email="known@example.org")

        known = self.subscribe("known@example.org")
        unknown = self.subscribe("other@example.org")

        self.assertEqual(known.content.decode().replace("known@", "other@"), unknown.content.decode())
        self.assertEqual([message.to for message in mail.outbox], [["other@example.org"]])

    def test_other_spelling_of_an_address_is_the_same_subscriber(self):
        self.subscribe("ada@example.org")
        self.subscribe("ADA@example.org")

        self.assertEqual(Subscriber.objects.count(), 1)

    def test_one_address_gets_few_mails_however_many_visitors_name_it(self):
        answers = set()
        for number in range(5):
            self.client = self.client_class(REMOTE_ADDR=f"192.0.2.{number}")
            answers.add(self.subscribe("ada@example.org").content)

        self.assertEqual((len(mail.outbox), len(answers)), (3, 1))

    def test_robot_that_fills_the_trap_gets_nothing(self):
        response = self.subscribe("ada@example.org", website="https://spam.example")

        self.assertEqual(response.status_code, 200)
        self.assertEqual((Subscriber.objects.count(), len(mail.outbox)), (0, 0))

    def test_wrong_address_is_refused_in_a_sentence(self):
        response = self.subscribe("not an address")

        self.assertContains(response, "Enter a valid email address.")
        self.assertEqual(Subscriber.objects.count(), 0)


class ConfirmTests(TestCase):
    """The link in the confirmation mail."""

    def setUp(self):
        self.subscriber = make_subscriber(Subscriber.Status.PENDING)
        self.url = reverse("newsletter:confirm", args=[confirmation_token(self.subscriber)])

    def test_opening_the_link_changes_nothing(self):
        self.client.get(self.url)

        self.subscriber.refresh_from_db()
        self.assertEqual(self.subscriber.status, "pending")

    def test_button_confirms(self):
        response = self.client.post(self.url)

        self.subscriber.refresh_from_db()
        self.assertEqual(self.subscriber.status, "confirmed")
        self.assertRedirects(response, reverse("newsletter:archive"))

    def test_link_is_too_old_after_three_days(self):
        with time_machine.travel(timezone.now() + timedelta(days=4), tick=False):
            response = self.client.post(self.url, follow=True)

        self.subscriber.refresh_from_db()
        self.assertEqual(self.subscriber.status, "pending")
        self.assertContains(response, "damaged or too old")

    def test_link_to_leave_does_not_confirm(self):
        self.client.post(reverse("newsletter:confirm", args=[unsubscribe_token(self.subscriber)]))

        self.subscriber.refresh_from_db()
        self.assertEqual(self.subscriber.status, "pending")


class UnsubscribeTests(TestCase):
    """The link in every issue."""

    def setUp(self):
        self.subscriber = make_subscriber()
        self.url = reverse("newsletter:unsubscribe", args=[unsubscribe_token(self.subscriber)])

    def test_opening_the_link_changes_nothing(self):
        response = self.client.get(self.url)

        self.subscriber.refresh_from_db()
        self.assertEqual((response.status_code, self.subscriber.status), (200, "confirmed"))

    def test_mail_program_leaves_with_one_click_without_a_cookie(self):
        strict = self.client_class(enforce_csrf_checks=True)

        response = strict.post(self.url, {"List-Unsubscribe": "One-Click"})

        self.subscriber.refresh_from_db()
        self.assertEqual((response.status_code, self.subscriber.status), (200, "unsubscribed"))

    def test_forged_link_is_refused(self):
        response = self.client.post(self.url[:-3] + "xx/")

        self.subscriber.refresh_from_db()
        self.assertEqual((response.status_code, self.subscriber.status), (400, "confirmed"))

    def test_who_left_can_come_back(self):
        self.client.post(self.url)

        services.confirm_subscription(confirmation_token(self.subscriber))

        self.subscriber.refresh_from_db()
        self.assertEqual(self.subscriber.status, "confirmed")
