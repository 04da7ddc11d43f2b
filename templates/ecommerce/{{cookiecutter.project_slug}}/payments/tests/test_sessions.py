"""From an order to the page of the gateway."""

import os
from datetime import timedelta
from unittest import mock

import stripe
from django.test import TestCase
from django.utils import timezone

from core.testing import assert_stays
from gateway.testing import events_of
from orders.models import Order
from orders.states import State
from orders.tests.factories import make_order
from payments import stripe_api
from payments.errors import GatewayRefused, GatewayUnavailable, NotPayable
from payments.models import Payment
from payments.sessions import start_payment
from payments.tests.bench import GatewayMixin


class StartPaymentTests(GatewayMixin, TestCase):
    """Noted first, then asked for."""

    def setUp(self):
        super().setUp()
        self.order = make_order()

    def test_gateway_gets_the_total_of_the_order(self):
        url = start_payment(self.order, site_url="https://shop.example.com")

        payment = self.order.payments.get()
        session = self.gateway.bank.session(payment.session_id)
        self.assertEqual(url, f"{self.gateway.url}/pay/{payment.session_id}")
        self.assertEqual((session["amount_total"], session["currency"]), (self.order.total, "eur"))
        self.assertEqual(session["customer_email"], self.order.email)
        self.assertEqual(session["success_url"], f"https://shop.example.com/payments/{payment.pk}/done/")
        self.assertEqual((payment.state, payment.amount, payment.captured), ("open", self.order.total, 0))

    def test_button_pressed_again_leads_to_the_same_session(self):
        self.assertEqual(start_payment(self.order), start_payment(self.order))

        self.assertEqual(len(self.gateway.store.newest("checkout.session")), 1)

    def test_key_is_stored_before_the_gateway_is_asked(self):
        is_down = mock.patch.object(stripe_api, "create_session", side_effect=GatewayUnavailable)
        with is_down, self.assertRaises(GatewayUnavailable):
            start_payment(self.order)

        payment = self.order.payments.get()
        self.assertEqual(payment.idempotency_key, f"order-{self.order.pk}-attempt-1")
        self.assertEqual(payment.state, "created")

    def test_process_killed_after_the_call_gets_the_same_session_again(self):
        dies = mock.patch.object(Payment.objects, "filter", side_effect=SystemExit)
        with dies, self.assertRaises(SystemExit):
            start_payment(self.order)

        start_payment(self.order)

        [session] = self.gateway.store.newest("checkout.session")
        self.assertEqual(self.order.payments.get().session_id, session["id"])

    def test_refused_call_is_not_tried_again_with_its_key(self):
        Order.objects.update(email="nobody")

        with self.assertRaises(GatewayRefused):
            start_payment(Order.objects.get())
        Order.objects.update(email="guest@example.org")
        start_payment(Order.objects.get())

        self.assertEqual(
            list(self.order.payments.order_by("attempt").values_list("attempt", "state")),
            [(1, "failed"), (2, "open")],
        )

    def test_order_that_is_over_is_not_paid(self):
        for state in set(State) - {State.AWAITING_PAYMENT}:
            Order.objects.update(state=state)
            with self.subTest(state), assert_stays(Payment.objects.all()), self.assertRaises(NotPayable):
                start_payment(self.order)

    def test_order_whose_time_is_over_is_not_paid(self):
        Order.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

        with self.assertRaises(NotPayable):
            start_payment(self.order)
        self.assertEqual(Payment.objects.count(), 0)

    def test_old_session_is_not_offered_again(self):
        start_payment(self.order)
        Payment.objects.update(created_at=timezone.now() - timedelta(hours=1))

        start_payment(self.order)

        self.assertEqual(self.order.payments.count(), 2)

    def test_order_that_costs_nothing_is_confirmed_at_once(self):
        Order.objects.update(total=0)
        order = Order.objects.get()

        url = start_payment(order, site_url="https://shop.example.com")
        again = start_payment(order, site_url="https://shop.example.com")

        order.refresh_from_db()
        self.assertEqual((order.state, order.payments.get().state), ("paid", "paid"))
        self.assertEqual(url, f"https://shop.example.com/payments/{order.payments.get().pk}/done/")
        self.assertEqual(again, url)
        self.assertEqual(events_of(self.gateway), [])

    def test_order_that_costs_nothing_is_confirmed_while_it_waits_only(self):
        Order.objects.update(total=0, state="expired")

        with assert_stays(Order.objects.all(), Payment.objects.all()), self.assertRaises(NotPayable):
            start_payment(Order.objects.get())


class ErrorTests(GatewayMixin, TestCase):
    """What the SDK raises, as one of two kinds."""

    def test_errors_say_whether_trying_again_helps(self):
        cases = [
            (stripe.APIConnectionError("x"), GatewayUnavailable),
            (stripe.RateLimitError("x", http_status=429), GatewayUnavailable),
            (stripe.AuthenticationError("x", http_status=401), GatewayUnavailable),
            (stripe.APIError("x", http_status=500), GatewayUnavailable),
            (stripe.IdempotencyError("x", http_status=409), GatewayUnavailable),
            (stripe.IdempotencyError("x", http_status=400), GatewayRefused),
            (stripe.InvalidRequestError("x", "amount", http_status=400), GatewayRefused),
        ]
        for error, kind in cases:
            with self.subTest(error=repr(error)):
                with self.assertRaises(kind) as caught, stripe_api._errors():
                    raise error
                self.assertNotIn("x", str(caught.exception).split())

    def test_proxy_of_the_network_is_not_asked_for_the_local_gateway(self):
        nowhere = "http://127.0.0.1:9"
        proxies = {"HTTP_PROXY": nowhere, "http_proxy": nowhere, "ALL_PROXY": nowhere, "NO_PROXY": ""}

        with mock.patch.dict(os.environ, proxies):
            start_payment(make_order())

        self.assertEqual(Payment.objects.get().state, "open")

    def test_wrong_key_is_not_the_fault_of_the_order(self):
        with self.settings(STRIPE_SECRET_KEY="sk_test_other"), self.assertRaises(GatewayUnavailable):
            start_payment(make_order())

        self.assertEqual(Payment.objects.get().state, "created")
