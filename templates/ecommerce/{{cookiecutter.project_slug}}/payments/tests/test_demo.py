"""Payments of the demonstration data."""

from django.test import TestCase

from orders.services import transition
from orders.states import State
from orders.tests.factories import make_order
from payments.demo import demo_payment
from payments.refunds import request_refund
from payments.tests.bench import GatewayMixin


class DemoPaymentTests(GatewayMixin, TestCase):
    def test_demo_payment_can_be_refunded_up_to_its_amount(self):
        order = transition(make_order(), State.PAID)
        payment = demo_payment(order)
        payment.save()

        with self.captureOnCommitCallbacks(execute=True):
            refund = request_refund(payment, payment.captured, by=None)

        refund.refresh_from_db()
        order.refresh_from_db()
        self.assertEqual((refund.state, order.state, order.refunded), ("succeeded", "refunded", order.total))
