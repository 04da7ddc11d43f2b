from pathlib import Path
from typing import Any
from unittest import mock

from django.core import mail
from django.template import TemplateDoesNotExist
from django.test import TestCase, override_settings
from django.utils import translation

from core.mail import render_mail, send_mail_later
from core.models import Claim
from core.tasks import deliver_mail

ENGINE = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [Path(__file__).parent / "templates"],
    "OPTIONS": {"builtins": ["django.templatetags.i18n"], "debug": True},
}


@override_settings(TEMPLATES=[ENGINE], SITE_NAME="Site", SITE_URL="https://example.com")
class MailTests(TestCase):
    def send(self, template="greeting", to="reader@example.com", **options):
        with self.captureOnCommitCallbacks(execute=True):
            send_mail_later(template, to, {"name": "Tom & Jerry"}, **options)

    def test_message_is_rendered_in_text_and_html(self):
        self.send(headers={"List-Unsubscribe": "<https://example.com/off>"})

        message: Any = mail.outbox[0]
        self.assertEqual(message.subject, "Hello Tom & Jerry from Site")
        self.assertEqual(message.body, "Tom & Jerry, en https://example.com\n")
        self.assertEqual(
            [tuple(part) for part in message.alternatives], [("<p>Tom &amp; Jerry</p>\n", "text/html")]
        )
        self.assertEqual(message.to, ["reader@example.com"])
        self.assertEqual(message.extra_headers, {"List-Unsubscribe": "<https://example.com/off>"})

    def test_message_is_in_the_language_of_the_reader(self):
        self.send(language="de")

        self.assertEqual(mail.outbox[0].body, "Tom & Jerry, de https://example.com\n")
        self.assertEqual(translation.get_language(), "en")

    def test_html_is_optional(self):
        self.send("plain", to=["a@example.com", "b@example.com"])

        message: Any = mail.outbox[0]
        self.assertEqual(message.alternatives, [])
        self.assertEqual(message.to, ["a@example.com", "b@example.com"])

    def test_broken_html_is_an_error(self):
        with self.assertRaisesMessage(TemplateDoesNotExist, "missing.html"):
            render_mail("broken", {})

    def test_nothing_is_sent_before_the_commit(self):
        with self.captureOnCommitCallbacks(execute=False) as callbacks:
            send_mail_later("plain", "reader@example.com", {})

        self.assertEqual((len(mail.outbox), len(callbacks)), (0, 1))

    def test_task_delivered_twice_sends_one_message(self):
        message = {**render_mail("plain", {}), "to": ["reader@example.com"], "headers": {}}

        results = [deliver_mail("key", message) for _ in range(2)]

        self.assertEqual(results, [True, False])
        self.assertEqual(len(mail.outbox), 1)

    def test_failed_message_can_be_tried_again(self):
        message = {**render_mail("plain", {}), "to": ["reader@example.com"], "headers": {}}
        with (
            mock.patch("django.core.mail.EmailMultiAlternatives.send", side_effect=OSError),
            self.assertRaises(OSError),
        ):
            deliver_mail.run("key", message)

        self.assertEqual(Claim.objects.count(), 0)
        self.assertTrue(deliver_mail("key", message))

    def test_line_break_in_an_address_is_refused(self):
        message = {**render_mail("plain", {}), "to": ["a@example.com\nBcc: b@example.com"], "headers": {}}

        with self.assertRaises(ValueError):
            deliver_mail.run("key", message)

        self.assertEqual(mail.outbox, [])
