"""The customer's way to the gateway and back."""

from datetime import timedelta
from unittest import mock

from django.conf import settings
from django.core import mail
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_user
from core.testing import assert_stays
from gateway.testing import DEBIT
from orders.models import Order
from orders.services import cancel_order
from orders.tests.factories import make_order
from payments import stripe_api
from payments.errors import GatewayUnavailable
from payments.models import Payment
from payments.tests.bench import GatewayMixin, make_variant, stand


def page(name: str, pk) -> str:
    """Return the address of a page."""
    return reverse(f"payments:{name}", args=[pk])


class PayTests(GatewayMixin, TestCase):
    """The button."""

    def test_button_leads_to_the_gateway(self):
        order = make_order()

        response = self.client.post(page("pay", order.pk))

        self.assertRedirects(response, order.payments.get().url, fetch_redirect_response=False)
        session = self.gateway.bank.session(order.payments.get().session_id)
        self.assertEqual(session["success_url"], f"http://testserver{page('done', order.payments.get().pk)}")

    def test_amount_in_the_form_is_ignored(self):
        order = make_order()

        self.client.post(page("pay", order.pk), {"amount": "1", "total": "1", "currency": "JPY", "paid": "1"})

        payment = order.payments.get()
        self.assertEqual((payment.amount, payment.currency), (order.total, "EUR"))
        self.assertEqual(self.gateway.bank.session(payment.session_id)["amount_total"], order.total)

    def test_who_may_pay(self):
        owner, stranger = make_user(), make_user()
        cases = [(None, None, 302), (owner, owner, 302), (owner, stranger, 404), (owner, None, 404)]
        for of, by, status in cases:
            order = make_order(user=of)
            client = Client()
            if by:
                client.force_login(by, backend=settings.AUTHENTICATION_BACKENDS[0])
            with self.subTest(of=of, by=by):
                self.assertEqual(client.post(page("pay", order.pk)).status_code, status)
                self.assertEqual(order.payments.count(), int(status == 302))

    def test_order_that_is_over_says_so(self):
        order = make_order()
        cancel_order(order, by=None)

        with assert_stays(Payment.objects.all()):
            response = self.client.post(page("pay", order.pk), follow=True)

        self.assertContains(response, "This order can no longer be paid.")

    def test_gateway_that_is_down_is_said_and_can_be_tried_again(self):
        order = make_order()

        with mock.patch.object(stripe_api, "create_session", side_effect=GatewayUnavailable):
            response = self.client.post(page("pay", order.pk), follow=True)

        self.assertContains(response, "The payment service cannot be reached.")
        self.assertEqual(self.client.post(page("pay", order.pk)).status_code, 302)
        self.assertEqual(order.payments.get().state, "open")

    def test_button_needs_a_token_and_a_post(self):
        order = make_order()

        self.assertEqual(Client(enforce_csrf_checks=True).post(page("pay", order.pk)).status_code, 403)
        self.assertEqual(self.client.get(page("pay", order.pk)).status_code, 405)
        self.assertEqual(Payment.objects.count(), 0)

    def test_page_of_the_order_lets_its_form_reach_the_gateway(self):
        order = make_order(user=make_user())
        self.client.force_login(order.user, backend=settings.AUTHENTICATION_BACKENDS[0])

        policy = self.client.get(order.get_absolute_url()).headers["Content-Security-Policy"]

        self.assertIn("form-action 'self' http://127.0.0.1:*", policy)


class ReturnTests(GatewayMixin, TestCase):
    """The way back proves nothing: the gateway is asked."""

    def setUp(self):
        super().setUp()
        self.payment = self.make_started((make_variant(), 2))
        self.order = self.payment.order

    def get(self, name: str = "done", **headers):
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.get(page(name, self.payment.pk), headers=headers)

    def test_page_confirms_before_the_webhook(self):
        event = self.pay(self.payment)

        self.assertContains(self.get(), "Thank you! Your payment has arrived.")
        self.deliver(event)

        self.assertEqual(stand(self.order), ("paid", 8, 0, 1))
        self.assertEqual(len(mail.outbox), 1)

    def test_page_after_the_webhook_says_the_same(self):
        self.deliver(self.pay(self.payment))

        self.assertContains(self.get(), "Thank you! Your payment has arrived.")
        self.assertEqual(len(mail.outbox), 1)

    def test_address_alone_pays_nothing(self):
        response = self.client.get(
            page("done", self.payment.pk), {"session_id": "cs_test_other", "paid": "1"}
        )

        self.assertContains(response, "We are waiting for the confirmation")
        self.assertEqual(stand(self.order), ("awaiting_payment", 10, 2, 0))

    def test_delayed_payment_is_waited_for(self):
        self.pay(self.payment, DEBIT)

        self.assertContains(self.get(), "We are waiting for the confirmation")

    def test_panel_alone_is_asked_for_again_while_it_waits(self):
        response = self.get(**{"hx-request": "true"})

        self.assertTemplateNotUsed(response, "base.html")
        self.assertContains(response, "hx-trigger")

    def test_cancelled_payment_can_be_tried_again(self):
        response = self.get("cancelled")

        self.assertContains(response, "Nothing was paid")
        self.assertContains(response, page("pay", self.order.pk))

    def test_form_of_the_page_may_lead_to_the_gateway(self):
        policy = self.get("cancelled").headers["Content-Security-Policy"]

        self.assertIn("form-action 'self' http://127.0.0.1:*", policy)

    def test_cancelled_in_one_tab_and_paid_in_another_is_paid(self):
        self.pay(self.payment)

        self.assertContains(self.get("cancelled"), "Thank you! Your payment has arrived.")

    def test_money_that_goes_back_is_said(self):
        cancel_order(self.order, by=None)
        self.pay(self.payment)

        self.assertContains(self.get(), "Your money goes back")

    def test_ended_order_offers_no_payment(self):
        cancel_order(self.order, by=None)

        response = self.get("cancelled")

        self.assertContains(response, "Nothing was paid")
        self.assertNotContains(response, page("pay", self.order.pk))

    def test_gateway_that_is_down_is_waited_for(self):
        with mock.patch.object(stripe_api, "retrieve_session", side_effect=GatewayUnavailable):
            self.assertContains(self.get(), "We are waiting for the confirmation")

    def test_address_ends_with_its_use(self):
        Payment.objects.update(created_at=timezone.now() - timedelta(days=3))

        self.assertEqual(self.get().status_code, 404)

    def test_page_is_never_stored(self):
        self.assertIn("no-store", self.get().headers["Cache-Control"])

    def test_total_that_was_changed_after_the_start_is_not_confirmed(self):
        Order.objects.update(total=1)
        self.pay(self.payment)

        self.get()

        self.order.refresh_from_db()
        self.payment.refresh_from_db()
        self.assertEqual((self.order.state, self.payment.state), ("awaiting_payment", "unmatched"))
