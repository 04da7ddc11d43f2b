"""Who is believed at the webhook."""

import json
import logging
import time

from django.test import Client, TestCase
from django.urls import reverse

from core.testing import assert_stays
from gateway.defaults import LOCAL_SIGNING_KEY
from gateway.deliveries import sign
from orders.models import Order
from payments.models import GatewayEvent, Payment
from payments.tests.bench import GatewayMixin


class SignatureTests(GatewayMixin, TestCase):
    """400 and no change for everything that the gateway did not sign lately."""

    def setUp(self):
        super().setUp()
        self.payment = self.make_started()
        self.body, self.signature = self.gateway.deliveries.payload(self.pay(self.payment))

    def assert_refused(self, body: str, signature: str):
        with assert_stays(Order.objects.all(), Payment.objects.all(), GatewayEvent.objects.all()):
            self.assertEqual(self.post_event(body, signature), 400)

    def test_unsigned_messages_are_refused(self):
        timestamp, digest = self.signature.split(",")
        cases = {
            "none": "",
            "nonsense": "hello",
            "no digest": timestamp,
            "no time": digest,
            "another digest": f"{timestamp},v1={'0' * 64}",
            "another key": sign(self.body, "whsec_other"),
            "another scheme": self.signature.replace("v1=", "v0="),
        }
        for name, signature in cases.items():
            with self.subTest(name):
                self.assert_refused(self.body, signature)

    def test_changed_body_is_refused(self):
        self.assert_refused(self.body + " ", self.signature)
        self.assert_refused(self.body.replace("paid", "free"), self.signature)

    def test_old_message_is_refused(self):
        self.assert_refused(self.body, sign(self.body, LOCAL_SIGNING_KEY, time.time() - 301))

    def test_signature_over_the_time_of_another_is_refused(self):
        old = sign(self.body, LOCAL_SIGNING_KEY, time.time() - 400)

        self.assert_refused(self.body, f"{self.signature.split(',')[0]},{old.split(',')[1]}")

    def test_signed_nonsense_is_refused(self):
        for body in (
            "",
            "x",
            "[]",
            "{}",
            '"text"',
            json.dumps({"id": "evt_1"}),
            json.dumps({"object": "event"}),
        ):
            with self.subTest(body=body):
                self.assert_refused(body, sign(body, LOCAL_SIGNING_KEY))

    def test_body_that_is_no_text_is_refused(self):
        response = self.client.post(
            reverse("payments:webhook"),
            data=b"\xff\xfe",
            content_type="application/json",
            headers={"stripe-signature": self.signature},
        )

        self.assertEqual(response.status_code, 400)

    def test_without_a_secret_nothing_is_believed(self):
        with self.settings(STRIPE_WEBHOOK_SECRET=""):
            self.assert_refused(self.body, sign(self.body, ""))

    def test_one_of_two_signatures_is_enough_while_the_secret_changes(self):
        self.assertEqual(self.post_event(self.body, f"{self.signature},v1={'0' * 64}"), 200)

    def test_gateway_has_no_csrf_token(self):
        self.client = Client(enforce_csrf_checks=True)

        self.assertEqual(self.post_event(self.body, self.signature), 200)

    def test_webhook_is_posted_to_only(self):
        self.assertEqual(self.client.get(reverse("payments:webhook")).status_code, 405)

    def test_session_that_nobody_knows_is_taken_and_changes_nothing(self):
        event = json.loads(self.body)
        event["data"]["object"]["id"] = "cs_test_unknown"
        body = json.dumps(event)

        with assert_stays(Order.objects.all(), GatewayEvent.objects.all()):
            self.assertEqual(self.post_event(body, sign(body, LOCAL_SIGNING_KEY)), 200)


class LogTests(GatewayMixin, TestCase):
    """Nothing that opens or pays anything is written down."""

    def test_logs_hold_neither_keys_nor_cards_nor_addresses(self):
        with self.assertLogs(level=logging.DEBUG) as logs:
            payment = self.make_started()
            self.deliver(self.pay(payment))
            self.post_event("{}", "t=1,v1=0")

        text = "\n".join(logs.output)
        for secret in ("sk_test", "whsec", "4242", "guest@example.org", "Bearer"):
            with self.subTest(secret):
                self.assertNotIn(secret, text)
