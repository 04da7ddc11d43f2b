"""The orders of the demonstration agree with the stock, the payments and the papers."""

from datetime import timedelta
from itertools import pairwise

from django.db.models import F, Sum
from django.test import TestCase
from django.utils import timezone

from accounts.tests.factories import make_user
from catalog.tests.factories import make_product
from core.testing import assert_stays
from inventory.models import Movement, Stock
from orders.models import CreditNote, DocumentSeries, Invoice, Order, OrderAddress, OrderLine
from orders.seed import seed
from orders.states import TRANSITIONS, State
from payments.models import Payment
from pricing.models import Promotion, ShippingMethod, TaxRate
from pricing.seed import seed as seed_prices


def silent(*_step: object) -> None:
    """Take what is told and say nothing."""


class SeedTests(TestCase):
    """A hundred orders."""

    @classmethod
    def setUpTestData(cls):
        seed_prices(0, silent)
        cls.steps = []
        cls.users = [make_user(), make_user()]
        for _ in range(5):
            make_product(stock=3)
        seed(50, lambda *step: cls.steps.append(step))

    def test_sums_of_lines_and_orders_agree(self):
        self.assertEqual(Order.objects.count(), 100)
        for order in Order.objects.prefetch_related("lines"):
            lines = order.lines.all()
            self.assertEqual(order.total, sum(line.total for line in lines) + order.shipping)
            self.assertEqual(order.tax, sum(line.tax for line in lines))
        self.assertEqual(OrderAddress.objects.count(), 200)

    def test_stock_is_the_sum_of_its_movements(self):
        moved = dict(Movement.objects.order_by().values_list("variant").annotate(Sum("quantity")))
        for stock in Stock.objects.all():
            self.assertEqual((stock.on_hand, stock.reserved), (moved[stock.variant_id], 0))

    def test_every_step_was_a_possible_one(self):
        for order in Order.objects.prefetch_related("events"):
            states = [event.to_state for event in order.events.all()]
            self.assertEqual((states[0], states[-1]), (State.AWAITING_PAYMENT, order.state))
            for before, after in pairwise(states):
                self.assertIn(after, TRANSITIONS[State(before)])

    def test_every_payment_has_its_paper(self):
        paid = Order.objects.filter(paid_at__isnull=False)
        refunded = Order.objects.filter(state=State.REFUNDED)

        self.assertEqual(Payment.objects.count(), paid.count())
        self.assertEqual(Invoice.objects.filter(total=F("order__total")).count(), paid.count())
        self.assertEqual(CreditNote.objects.filter(total=F("order__refunded")).count(), refunded.count())
        last = DocumentSeries.objects.filter(kind="INV").aggregate(sum=Sum("last"))["sum"]
        self.assertEqual(last, paid.count())

    def test_orders_lie_in_the_past_and_end_with_open_ones(self):
        now = timezone.now()

        self.assertFalse(Order.objects.filter(created_at__gt=now).exists())
        self.assertTrue(Order.objects.filter(created_at__lt=now - timedelta(days=60)).exists())
        self.assertTrue(Order.objects.filter(state=State.DELIVERED, user__in=self.users).exists())
        self.assertTrue(Order.objects.filter(user=None).exists())
        self.assertEqual(self.steps[-1][1], self.steps[-1][2])

    def test_second_time_adds_nothing(self):
        tables = (Order, OrderLine, TaxRate, ShippingMethod, Promotion)
        with assert_stays(*(model.objects.all() for model in tables)):
            seed(50, silent)
            seed_prices(0, silent)
