"""Rollups are what the orders say, however often they are made."""

from datetime import UTC, date, datetime, timedelta
from unittest import mock
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.test import TestCase
from django.utils import timezone

from catalog.tests.factories import make_product
from core.testing import assert_stays
from orders.models import Order
from orders.states import State
from orders.tests.factories import make_order
from payments.models import Payment, Refund
from reports import tasks
from reports.models import BestSeller, DailySales
from reports.rollups import bounds, rebuild_best_sellers, rebuild_day

DAY = date(2026, 3, 10)
NOON = bounds(DAY)[0] + timedelta(hours=12)


def make_sale(paid_at: datetime = NOON, *, state: str = State.PAID, quantity: int = 1, product=None) -> Order:
    """Return an order of 19.99 EUR a piece and 4.90 EUR shipping that was paid at a moment."""
    variant = (product or make_product()).variants.get()
    order = make_order((variant, quantity), state=state, paid_at=paid_at)
    Order.objects.filter(pk=order.pk).update(created_at=paid_at - timedelta(minutes=5))
    return order


def make_refund(order: Order, amount: int, at: datetime, state: str = Refund.State.SUCCEEDED) -> None:
    """Give back some of an order at a moment."""
    payment = Payment.objects.create(
        customer_id=order.customer_id,
        order=order,
        idempotency_key=uuid4().hex,
        amount=order.total,
        captured=order.total,
        currency=order.currency,
    )
    refund = Refund.objects.create(customer_id=order.customer_id, payment=payment, amount=amount, state=state)
    Refund.objects.filter(pk=refund.pk).update(updated_at=at)


def figures(day: date = DAY) -> list[tuple[object, ...]]:
    """Return the rollups of a day."""
    rows = DailySales.objects.filter(day=day).order_by("currency")
    return list(rows.values_list("currency", "orders", "items", "revenue", "refunded"))


def hours_of(day: date) -> float:
    """Return the length of a day; in UTC, because a difference within one zone ignores its clocks."""
    begin, end = (moment.astimezone(UTC) for moment in bounds(day))
    return (end - begin) / timedelta(hours=1)


class DayTests(TestCase):
    def test_day_sums_what_was_paid_on_it(self):
        make_sale()
        make_sale(quantity=2, state=State.SHIPPED)
        make_sale(NOON - timedelta(days=1))
        make_order()

        rebuild_day(DAY)

        self.assertEqual(figures(), [("EUR", 2, 3, 3 * 1999 + 2 * 490, 0)])

    def test_day_begins_and_ends_at_midnight_of_the_shop(self):
        begin, end = bounds(DAY)
        for moment in (begin - timedelta(microseconds=1), begin, end - timedelta(microseconds=1), end):
            make_sale(moment)

        rebuild_day(DAY)

        self.assertEqual(figures()[0][1], 2)

    def test_days_of_the_change_of_clocks_are_shorter_and_longer(self):
        with mock.patch.object(timezone, "get_default_timezone", return_value=ZoneInfo("Europe/Berlin")):
            lengths = [hours_of(date(2026, 3, 29)), hours_of(DAY), hours_of(date(2026, 10, 25))]

        self.assertEqual(lengths, [23, 24, 25])

    def test_refund_counts_on_its_own_day(self):
        order = make_sale()
        make_refund(order, 500, NOON + timedelta(days=1))
        make_refund(make_sale(NOON - timedelta(days=9)), 700, NOON)
        make_refund(make_sale(NOON - timedelta(days=8)), 900, NOON, state=Refund.State.FAILED)

        rebuild_day(DAY)
        rebuild_day(DAY + timedelta(days=1))

        self.assertEqual(figures(), [("EUR", 1, 1, 2489, 700)])
        self.assertEqual(figures(DAY + timedelta(days=1)), [("EUR", 0, 0, 0, 500)])

    def test_second_run_changes_nothing(self):
        make_refund(make_sale(), 500, NOON)
        rebuild_day(DAY)

        with assert_stays(DailySales.objects.all()):
            rebuild_day(DAY)

    def test_currencies_are_never_added_up(self):
        make_sale()
        dollars = make_sale()
        Order.objects.filter(pk=dollars.pk).update(currency="USD")

        rebuild_day(DAY)

        self.assertEqual([row[:2] for row in figures()], [("EUR", 1), ("USD", 1)])

    def test_what_is_no_longer_so_disappears(self):
        order = make_sale()
        rebuild_day(DAY)
        Order.objects.filter(pk=order.pk).update(paid_at=NOON + timedelta(days=2))

        rebuild_day(DAY)

        self.assertEqual(figures(), [])

    def test_query_count_does_not_grow(self):
        for count in (1, 10):
            for _number in range(count - Order.objects.count()):
                make_sale()
            with self.subTest(count=count), self.assertNumQueries(7):
                rebuild_day(DAY)


class BestSellerTests(TestCase):
    def test_kept_goods_of_the_last_days_are_ranked(self):
        tea, pot, old, returned = (make_product(name, stock=50) for name in ("Tea", "Pot", "Old", "Back"))
        now = timezone.now()
        make_sale(now, product=tea, quantity=2)
        make_sale(now, product=pot, quantity=5)
        make_sale(now, product=tea, quantity=4)
        make_sale(now - timedelta(days=31), product=old)
        make_sale(now, product=returned, state=State.REFUNDED)

        rebuild_best_sellers()

        self.assertEqual(
            list(BestSeller.objects.values_list("product__name", "items")), [("Tea", 6), ("Pot", 5)]
        )

    def test_former_best_sellers_leave(self):
        make_sale(timezone.now())
        rebuild_best_sellers()
        Order.objects.update(state=State.REFUNDED)

        rebuild_best_sellers()

        self.assertEqual(BestSeller.objects.count(), 0)


class TaskTests(TestCase):
    def test_today_and_yesterday_are_counted(self):
        now = timezone.now()
        make_sale(now)
        make_sale(now - timedelta(days=1))

        tasks.count_today()

        self.assertEqual(DailySales.objects.count(), 2)

    def test_night_catches_up_with_a_week(self):
        make_sale(timezone.now() - timedelta(days=6))

        named = tasks.count_nightly()

        self.assertEqual((DailySales.objects.count(), named), (1, 1))
