"""Promising and selling pieces: never more than there are."""

import uuid
from datetime import timedelta
from unittest import mock, skipUnless

from django.db import IntegrityError, connection
from django.db.models import F, Sum
from django.test import TestCase, TransactionTestCase
from django.utils import timezone

from accounts.tests.factories import make_user
from catalog.tests.factories import make_product
from core.testing import run_together
from inventory import services
from inventory.errors import NotReserved, OutOfStock, TooFewOnHand
from inventory.models import Movement, Reservation, Stock


def hold(*quantities, order_id=None):
    """Reserve (variant, quantity) pairs for a new order and return its ids."""
    keys = (order_id or uuid.uuid4(), uuid.uuid4())
    services.reserve(*keys, dict(quantities), until=timezone.now() + timedelta(minutes=30))
    return keys


def numbers_of(variant):
    """Return (on hand, reserved)."""
    stock = Stock.objects.get(variant=variant)
    return stock.on_hand, stock.reserved


class ReserveTests(TestCase):
    """From a promise to a sale, or back."""

    def setUp(self):
        self.tea = make_product("Tea", stock=5).variants.get()
        self.pot = make_product("Pot", stock=1).variants.get()

    def test_promised_pieces_cannot_be_promised_again(self):
        hold((self.tea, 4))

        with self.assertRaisesMessage(OutOfStock, "Of “Tea” only 1 piece is left."):
            hold((self.tea, 2))

        self.assertEqual(numbers_of(self.tea), (5, 4))

    def test_order_gets_all_or_nothing(self):
        hold((self.pot, 1))

        with self.assertRaisesMessage(OutOfStock, "“Pot” is sold out."):
            hold((self.tea, 1), (self.pot, 1))

        self.assertEqual((numbers_of(self.tea), Reservation.objects.count()), ((5, 0), 1))

    def test_sale_happens_once_however_often_it_is_told(self):
        keys = hold((self.tea, 2))

        services.take(*keys)
        services.take(*keys)

        self.assertEqual(numbers_of(self.tea), (3, 0))
        self.assertEqual(Movement.objects.filter(reason="sold").get().quantity, -2)

    def test_released_pieces_are_free_again_and_cannot_be_sold(self):
        keys = hold((self.tea, 2))

        self.assertEqual((services.release(*keys), services.release(*keys)), (1, 0))

        self.assertEqual(numbers_of(self.tea), (5, 0))
        with self.assertRaises(NotReserved):
            services.take(*keys)

    def test_sold_pieces_are_not_released(self):
        keys = hold((self.tea, 2))
        services.take(*keys)

        self.assertEqual(services.release(*keys), 0)
        self.assertEqual(numbers_of(self.tea), (3, 0))

    def test_late_payment_gets_what_is_left_or_a_refusal(self):
        keys = hold((self.pot, 1))
        services.release(*keys)
        services.reserve_again(*keys, until=timezone.now())
        services.release(*keys)
        hold((self.pot, 1))

        with self.assertRaises(OutOfStock):
            services.reserve_again(*keys, until=timezone.now())

    def test_product_says_whether_anything_is_left(self):
        keys = hold((self.pot, 1))
        services.take(*keys)
        self.pot.product.refresh_from_db()
        self.assertFalse(self.pot.product.is_available)

        services.restock(*keys, by=make_user())
        services.restock(*keys, by=make_user())

        self.pot.product.refresh_from_db()
        self.assertTrue(self.pot.product.is_available)
        self.assertEqual(numbers_of(self.pot), (1, 0))


class CountTests(TestCase):
    """What the warehouse does."""

    def setUp(self):
        self.tea = make_product(stock=5).variants.get()
        self.user = make_user()

    def test_ledger_sums_to_the_stock(self):
        services.receive(self.tea, 10, by=self.user)
        services.correct(self.tea, 12, by=self.user, note="counted")
        services.take(*hold((self.tea, 3)))

        total = Movement.objects.aggregate(total=Sum("quantity"))["total"]
        self.assertEqual((numbers_of(self.tea), total), ((9, 0), 9))

    def test_promised_pieces_cannot_be_counted_away(self):
        hold((self.tea, 3))

        with self.assertRaises(TooFewOnHand):
            services.correct(self.tea, 2, by=self.user, note="counted")

        self.assertEqual(numbers_of(self.tea), (5, 3))

    def test_database_refuses_to_promise_more_than_there_is(self):
        with self.assertRaises(IntegrityError):
            Stock.objects.update(reserved=F("on_hand") + 1)


@skipUnless(connection.vendor == "postgresql", "SQLite lets only one connection write at a time")
class RaceTests(TransactionTestCase):
    """Many buyers at once."""

    def setUp(self):
        if connection.vendor != "postgresql":
            self.skipTest(
                "SQLite lets one writer in at a time, so the race cannot happen there: needs PostgreSQL"
            )

    def test_fifty_buyers_of_the_last_piece_get_one_and_49_clear_refusals(self):
        pot = make_product(stock=1).variants.get()

        results = run_together(lambda: hold((pot, 1)), 50)

        refusals = [result for result in results if isinstance(result, OutOfStock)]
        self.assertEqual((len(refusals), numbers_of(pot)), (49, (1, 1)))

    def test_without_the_guard_the_database_is_the_last_to_refuse(self):
        pot = make_product(stock=1).variants.get()

        def unguarded(variant, quantity):
            Stock.objects.filter(variant=variant).update(reserved=F("reserved") + quantity)

        with mock.patch.object(services, "_hold", unguarded):
            results = run_together(lambda: hold((pot, 1)), 8)

        refusals = [result for result in results if isinstance(result, OutOfStock)]
        errors = [result for result in results if isinstance(result, IntegrityError)]
        self.assertEqual((len(refusals), len(errors), numbers_of(pot)), (0, 7, (1, 1)))

    def test_orders_with_the_same_articles_in_another_order_do_not_deadlock(self):
        tea, pot = (make_product(stock=99).variants.get() for _ in range(2))
        orders = iter([((tea, 1), (pot, 1)), ((pot, 1), (tea, 1))] * 10)

        results = run_together(lambda: hold(*next(orders)), 20)

        self.assertEqual([result for result in results if isinstance(result, Exception)], [])
        self.assertEqual((numbers_of(tea), numbers_of(pot)), ((99, 20), (99, 20)))

    def test_sale_and_release_at_once_end_in_one_of_them(self):
        tea = make_product(stock=5).variants.get()
        keys = hold((tea, 2))
        steps = iter([services.take, services.release] * 4)

        run_together(lambda: next(steps)(*keys), 8)

        state = Reservation.objects.get().state
        self.assertEqual(numbers_of(tea), (3, 0) if state == "taken" else (5, 0))
        self.assertEqual(Movement.objects.filter(reason="sold").count(), 1 if state == "taken" else 0)
