"""Giving money back."""

from unittest import mock

from django.core import mail
from django.test import TestCase

from core.testing import assert_stays
from gateway.errors import GatewayError
from inventory.models import Stock
from orders.models import Order
from payments import stripe_api
from payments.errors import GatewayRefused, GatewayUnavailable, RefundTooLarge
from payments.models import Payment, Refund
from payments.refunds import request_refund, send_refund
from payments.tests.bench import GatewayMixin, make_support, make_variant, stand


class RefundTests(GatewayMixin, TestCase):
    """Kept aside, asked for, noted."""

    def setUp(self):
        super().setUp()
        self.payment = self.make_paid((make_variant(), 2))
        self.order = self.payment.order
        self.support = make_support()
        mail.outbox.clear()

    def refund(self, amount: int, **options) -> Refund:
        with self.captureOnCommitCallbacks(execute=True):
            refund = request_refund(self.payment, amount, by=self.support, **options)
        refund.refresh_from_db()
        self.payment.refresh_from_db()
        self.order.refresh_from_db()
        return refund

    def charged_back(self) -> int:
        """Return how much the gateway has given back."""
        intent = self.gateway.store.get(self.payment.intent_id, "payment_intent")
        return self.gateway.bank.charge_of(intent)["amount_refunded"]

    def test_part_goes_back_and_the_order_goes_on(self):
        refund = self.refund(500, reason="A dent")

        self.assertEqual((refund.state, refund.amount, refund.by), ("succeeded", 500, self.support))
        self.assertEqual((self.payment.refunded, self.order.refunded, self.charged_back()), (500, 500, 500))
        self.assertEqual(stand(self.order), ("paid", 8, 0, 1))
        self.assertEqual(self.order.credit_notes.get().total, 500)

    def test_all_goes_back_and_ends_the_order(self):
        self.refund(self.payment.captured)

        self.assertEqual(self.order.refunded, self.order.total)
        self.assertEqual(stand(self.order), ("refunded", 8, 0, 1))
        self.assertEqual(self.order.events.last().by, self.support)

    def test_two_parts_that_make_the_whole_end_the_order(self):
        self.refund(1000)
        self.refund(self.payment.captured - 1000)

        self.assertEqual((self.order.state, self.charged_back()), ("refunded", self.order.total))

    def test_goods_go_back_on_the_shelf_on_demand(self):
        self.refund(self.payment.captured, restock=True)

        self.assertEqual(Stock.objects.get().on_hand, 10)

    def test_goods_go_back_once(self):
        self.refund(500, restock=True)
        self.refund(500, restock=True)

        self.assertEqual(Stock.objects.get().on_hand, 10)

    def test_more_than_was_paid_is_refused(self):
        self.refund(1000)
        for amount in (self.payment.captured - 999, self.payment.captured + 1, 0, -5):
            stays = assert_stays(Payment.objects.all(), Refund.objects.all())
            with self.subTest(amount=amount), stays, self.assertRaises(RefundTooLarge):
                request_refund(self.payment, amount, by=self.support)

    def test_what_is_not_paid_cannot_be_given_back(self):
        payment = self.make_started()

        with assert_stays(Payment.objects.all(), Refund.objects.all()), self.assertRaises(RefundTooLarge):
            request_refund(payment, 1, by=self.support)

    def test_customer_is_told_in_the_language_of_the_order(self):
        Order.objects.update(language="de")

        self.refund(500)

        [message] = mail.outbox
        self.assertEqual(message.to, [self.order.email])
        self.assertIn("5,00\xa0€", message.body)
        self.assertIn("/orders/view/", message.body)

    def test_task_that_runs_again_gives_back_once(self):
        refund = self.refund(500)

        self.assertEqual([send_refund(str(refund.pk)) for _ in range(2)], ["succeeded", "succeeded"])

        self.assertEqual((self.charged_back(), len(mail.outbox)), (500, 1))

    def test_process_killed_after_the_gateway_answered_gives_back_once(self):
        refund = self.refund(500)
        # As if the line that notes the answer had never run.
        Refund.objects.update(state="requested")
        Order.objects.update(refunded=0)

        send_refund(str(refund.pk))

        self.order.refresh_from_db()
        self.assertEqual((self.charged_back(), self.order.refunded), (500, 500))

    def test_gateway_that_is_down_keeps_the_amount_aside(self):
        with mock.patch.object(stripe_api, "create_refund", side_effect=GatewayUnavailable):
            refund = self.refund(self.payment.captured)

        self.assertEqual((refund.state, self.payment.refundable, self.order.refunded), ("requested", 0, 0))
        with self.assertRaises(RefundTooLarge):
            request_refund(self.payment, 1, by=self.support)

    def test_refund_that_the_gateway_refuses_can_be_tried_again(self):
        with mock.patch.object(stripe_api, "create_refund", side_effect=GatewayRefused):
            refund = self.refund(self.payment.captured)

        self.assertEqual((refund.state, self.payment.refunded, self.order.state), ("failed", 0, "paid"))
        self.assertEqual(mail.outbox, [])
        self.assertEqual(self.refund(self.payment.captured).state, "succeeded")

    def test_refund_that_fails_at_the_bank_can_be_tried_again(self):
        with mock.patch.object(stripe_api, "create_refund", return_value=("re_1", "failed")):
            refund = self.refund(500)

        self.assertEqual((refund.state, self.payment.refunded), ("failed", 0))

    def test_news_of_our_own_refund_are_not_a_second_one(self):
        self.refund(500)
        self.deliver(self.gateway.store.newest("event", 1)[0])

        self.payment.refresh_from_db()
        self.assertEqual((self.payment.refunded, Refund.objects.count()), (500, 1))

    def test_gateway_itself_gives_back_no_more_than_was_paid(self):
        self.refund(1000)

        call = {"payment_intent": self.payment.intent_id, "amount": self.payment.captured}
        with self.assertRaises(GatewayError):
            self.gateway.bank.refund(call)

    def test_refund_without_a_person_moves_no_goods(self):
        with self.captureOnCommitCallbacks(execute=True):
            refund = request_refund(self.payment, 1, by=None, restock=True)

        refund.refresh_from_db()
        self.assertEqual((refund.by, refund.state), (None, "succeeded"))
        self.assertEqual(Stock.objects.get().on_hand, 8)
