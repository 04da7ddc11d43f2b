"""The interface through the SDK as it is, without any change."""

import time

import requests
import stripe
from django.test import SimpleTestCase

from gateway.cards import BY_NUMBER
from gateway.defaults import LOCAL_KEY
from gateway.testing import DEBIT, DECLINED, SUCCESS, events_of, running_gateway

PRICE = {"currency": "eur", "unit_amount": 1999, "product_data": {"name": "Tea"}}
PARAMETERS = {
    "mode": "payment",
    "line_items": [{"quantity": 2, "price_data": PRICE}],
    "success_url": "https://example.com/done/?session={CHECKOUT_SESSION_ID}",
    "cancel_url": "https://example.com/cancelled/",
    "customer_email": "ada@example.org",
    "metadata": {"order": "1"},
}


class SDKTests(SimpleTestCase):
    def setUp(self):
        self.gateway = self.enterContext(running_gateway())
        self.http = self.enterContext(requests.Session())
        self.http.trust_env = False
        self.sessions = self.client_with(LOCAL_KEY).checkout.sessions
        self.refunds = self.client_with(LOCAL_KEY).refunds

    def client_with(self, key: str):
        return stripe.StripeClient(
            key,
            base_addresses={"api": self.gateway.url},
            http_client=stripe.RequestsClient(session=self.http),
        ).v1

    def make_paid(self) -> stripe.checkout.Session:
        session = self.sessions.create(PARAMETERS)
        self.gateway.bank.pay(session.id, BY_NUMBER[SUCCESS])
        return self.sessions.retrieve(session.id)

    def assert_refused(self, kind: type[stripe.StripeError], call, *arguments, param: str | None = None):
        with self.assertRaises(kind) as caught:
            call(*arguments)
        if param:
            self.assertEqual(caught.exception.param, param)


class SessionTests(SDKTests):
    """Create, retrieve, expire."""

    def test_session_is_created_and_found(self):
        session = self.sessions.create(PARAMETERS)
        found = self.sessions.retrieve(session.id)

        for record in (session, found):
            self.assertEqual((record.amount_total, record.currency, record.status), (3998, "eur", "open"))
            self.assertEqual((record.payment_status, record.payment_intent), ("unpaid", None))
            self.assertEqual(record.metadata.to_dict(), {"order": "1"})
            self.assertEqual(record.url, f"{self.gateway.url}/pay/{session.id}")
        self.assertNotIn("_lines", found.to_dict())

    def test_wrong_parameters_are_refused_by_name(self):
        line = PARAMETERS["line_items"][0]
        cases = [
            ({"mode": "subscription"}, "mode"),
            ({"colour": "red"}, "colour"),
            ({"line_items": []}, "line_items"),
            ({"success_url": "/done/"}, "success_url"),
            ({"customer_email": "nobody"}, "customer_email"),
            ({"expires_at": int(time.time()) + 60}, "expires_at"),
            ({"expires_at": int(time.time()) + 25 * 3600}, "expires_at"),
            ({"metadata": "x"}, "metadata"),
            ({"payment_intent_data": "x"}, "payment_intent_data"),
            ({"line_items": {"5": line}}, "line_items"),
            ({"line_items": [line | {"quantity": 0}]}, "line_items[0][quantity]"),
            (
                {"line_items": [line | {"price_data": PRICE | {"unit_amount": "19.99"}}]},
                "line_items[0][price_data][unit_amount]",
            ),
            (
                {"line_items": [line | {"price_data": PRICE | {"currency": "EURO"}}]},
                "line_items[0][price_data][currency]",
            ),
            (
                {"line_items": [line | {"price_data": PRICE | {"product_data": {}}}]},
                "line_items[0][price_data][product_data]",
            ),
        ]
        for values, param in cases:
            with self.subTest(values=values):
                self.assert_refused(
                    stripe.InvalidRequestError, self.sessions.create, PARAMETERS | values, param=param
                )
        self.assertEqual(self.gateway.store.newest("checkout.session"), [])

    def test_names_that_are_text_and_group_at_once_are_refused(self):
        response = self.http.post(
            f"{self.gateway.url}/v1/checkout/sessions",
            data="metadata=x&metadata[a]=1",
            headers={"Authorization": f"Bearer {LOCAL_KEY}"},
        )

        self.assertEqual(response.json()["error"]["param"], "metadata[a]")

    def test_missing_parameters_are_refused(self):
        for name in ("mode", "success_url", "line_items"):
            values = {key: value for key, value in PARAMETERS.items() if key != name}
            with self.subTest(name):
                self.assert_refused(stripe.InvalidRequestError, self.sessions.create, values, param=name)

    def test_small_sums_and_mixed_currencies_are_refused(self):
        cheap = {"quantity": 1, "price_data": PRICE | {"unit_amount": 49}}
        dollars = {"quantity": 1, "price_data": PRICE | {"currency": "usd"}}
        for lines in ([cheap], [PARAMETERS["line_items"][0], dollars]):
            with self.subTest(lines=lines):
                values = PARAMETERS | {"line_items": lines}
                self.assert_refused(stripe.InvalidRequestError, self.sessions.create, values)

    def test_unknown_sessions_and_addresses_are_not_found(self):
        self.assert_refused(stripe.InvalidRequestError, self.sessions.retrieve, "cs_test_unknown")
        self.assert_refused(stripe.InvalidRequestError, self.client_with(LOCAL_KEY).customers.list)

    def test_other_keys_are_refused(self):
        self.assert_refused(
            stripe.AuthenticationError, self.client_with("sk_test_other").checkout.sessions.create, PARAMETERS
        )

    def test_key_may_come_as_the_name_of_a_user(self):
        address = f"{self.gateway.url}/v1/checkout/sessions/cs_test_unknown"

        statuses = [
            self.http.get(address, auth=(key, "")).status_code for key in (LOCAL_KEY, "sk_test_other")
        ]
        broken = self.http.get(address, headers={"Authorization": "Basic x"}).status_code

        self.assertEqual((statuses, broken), ([404, 401], 401))

    def test_open_session_ends_once(self):
        session = self.sessions.create(PARAMETERS)

        self.assertEqual(self.sessions.expire(session.id).status, "expired")
        self.assert_refused(stripe.InvalidRequestError, self.sessions.expire, session.id)
        self.assertEqual(len(events_of(self.gateway, "checkout.session.expired")), 1)

    def test_session_ends_when_its_time_is_over(self):
        session = self.sessions.create(PARAMETERS)
        record = self.gateway.bank.session(session.id)
        self.gateway.store.save(record | {"expires_at": int(time.time()) - 1})

        self.assertEqual(self.sessions.retrieve(session.id).status, "expired")

    def test_paid_session_cannot_be_ended(self):
        self.assert_refused(stripe.InvalidRequestError, self.sessions.expire, self.make_paid().id)


class ReplayTests(SDKTests):
    """Idempotency keys."""

    def test_same_call_again_gets_the_same_answer(self):
        first = self.sessions.create(PARAMETERS, {"idempotency_key": "a"})
        again = self.sessions.create(PARAMETERS, {"idempotency_key": "a"})

        self.assertEqual(first.id, again.id)
        self.assertEqual(again.last_response.headers["Idempotent-Replayed"], "true")
        self.assertEqual(len(self.gateway.store.newest("checkout.session")), 1)

    def test_other_call_with_the_key_is_an_error(self):
        self.sessions.create(PARAMETERS, {"idempotency_key": "a"})

        other = PARAMETERS | {"customer_email": "bob@example.org"}
        self.assert_refused(stripe.IdempotencyError, self.sessions.create, other, {"idempotency_key": "a"})

    def test_refused_call_does_not_use_its_key_up(self):
        key = {"idempotency_key": "a"}
        self.assert_refused(stripe.InvalidRequestError, self.sessions.create, PARAMETERS | {"mode": "x"}, key)

        self.assertEqual(self.sessions.create(PARAMETERS, key).status, "open")

    def test_key_that_is_too_long_is_refused(self):
        key = {"idempotency_key": "a" * 256}

        self.assert_refused(stripe.InvalidRequestError, self.sessions.create, PARAMETERS, key)


class MoneyTests(SDKTests):
    """Payments and refunds."""

    def test_payment_completes_the_session(self):
        session = self.make_paid()

        self.assertEqual((session.status, session.payment_status), ("complete", "paid"))
        intent = self.client_with(LOCAL_KEY).payment_intents.retrieve(session.payment_intent)
        self.assertEqual((intent.amount, intent.status), (3998, "succeeded"))
        self.assert_refused(
            stripe.InvalidRequestError, self.client_with(LOCAL_KEY).payment_intents.retrieve, "pi_unknown"
        )
        [event] = events_of(self.gateway)
        self.assertEqual(event["type"], "checkout.session.completed")
        self.assertEqual(event["data"]["object"]["payment_status"], "paid")

    def test_session_is_paid_once(self):
        session = self.make_paid()

        with self.assertRaisesMessage(Exception, "can no longer be paid"):
            self.gateway.bank.pay(session.id, BY_NUMBER[SUCCESS])

    def test_declined_card_leaves_the_session_open(self):
        session = self.sessions.create(PARAMETERS)

        with self.assertRaisesMessage(Exception, "Your card was declined."):
            self.gateway.bank.pay(session.id, BY_NUMBER[DECLINED])

        self.assertEqual(self.sessions.retrieve(session.id).status, "open")
        self.assertEqual(len(events_of(self.gateway, "payment_intent.payment_failed")), 1)

    def test_bank_decides_about_a_debit_later(self):
        for accepts, status in ((True, "paid"), (False, "unpaid")):
            session = self.sessions.create(PARAMETERS)
            self.gateway.bank.pay(session.id, BY_NUMBER[DEBIT])
            with self.subTest(accepts=accepts):
                self.assertEqual(self.sessions.retrieve(session.id).payment_status, "unpaid")
                self.gateway.bank.decide(session.id, accepts=accepts)
                self.assertEqual(self.sessions.retrieve(session.id).payment_status, status)
        with self.assertRaisesMessage(Exception, "waits for no bank"):
            self.gateway.bank.decide(self.make_paid().id, accepts=True)

    def test_refunds_never_exceed_the_payment(self):
        intent = self.make_paid().payment_intent

        refund = self.refunds.create({"payment_intent": intent, "amount": 3000})

        self.assertEqual((refund.amount, refund.status), (3000, "succeeded"))
        call = {"payment_intent": intent, "amount": 999}
        self.assert_refused(stripe.InvalidRequestError, self.refunds.create, call, param="amount")
        self.assertEqual(self.refunds.create({"payment_intent": intent}).amount, 998)
        self.assert_refused(stripe.InvalidRequestError, self.refunds.create, {"payment_intent": intent})

    def test_refund_is_replayed_by_its_key(self):
        call = {"payment_intent": self.make_paid().payment_intent, "amount": 3000}

        ids = {self.refunds.create(call, {"idempotency_key": "r"}).id for _ in range(3)}

        self.assertEqual(len(ids), 1)
        self.assertEqual(self.gateway.store.newest("charge")[0]["amount_refunded"], 3000)

    def test_unpaid_and_unknown_payments_are_not_refunded(self):
        session = self.sessions.create(PARAMETERS)
        self.gateway.bank.pay(session.id, BY_NUMBER[DEBIT])
        waiting = self.sessions.retrieve(session.id).payment_intent

        for intent in (waiting, "pi_unknown", "pi_demo_1999_euro_ab"):
            with self.subTest(intent=intent):
                self.assert_refused(
                    stripe.InvalidRequestError, self.refunds.create, {"payment_intent": intent}
                )

    def test_payments_of_the_demonstration_can_be_refunded(self):
        call = {"payment_intent": "pi_demo_1999_eur_ab12", "amount": 1500}

        self.assertEqual(self.refunds.create(call).currency, "eur")
        self.assert_refused(stripe.InvalidRequestError, self.refunds.create, call, param="amount")
