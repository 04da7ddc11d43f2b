"""From a cart to an order, and races for the last piece."""

from unittest import mock, skipUnless

from django.db import connection
from django.db.models import Sum
from django.test import TestCase, TransactionTestCase

from accounts.tests.factories import make_user
from cart.models import Cart
from cart.services import set_quantity
from catalog.models import Price
from catalog.tests.factories import make_product
from core.testing import assert_stays, run_together
from inventory.errors import OutOfStock
from inventory.models import Movement, Reservation, Stock
from orders import placing
from orders.errors import CartChanged, EmptyCart
from orders.models import Order, OrderLine
from orders.placing import place_order
from orders.tests.factories import make_cart, make_checkout
from pricing.errors import CouponRefused
from pricing.models import Promotion
from pricing.tests.factories import make_promotion, make_tax_class


class PlaceOrderTests(TestCase):
    """One transaction: priced, promised, written."""

    def setUp(self):
        tax_class = make_tax_class(DE=1900)
        self.variant = make_product("Tea", price=1999, stock=5, tax_class=tax_class).variants.get()
        self.cart = make_cart((self.variant, 2))
        self.checkout = make_checkout()

    def place(self, total: int = 2 * 1999 + 490) -> Order:
        """Order the cart for the total that the customer saw."""
        return place_order(self.cart, self.checkout, expected_total=total)

    def test_order_holds_copies_of_what_was_agreed(self):
        order = self.place()
        Price.objects.update(amount=1)

        line = order.lines.get()
        self.assertEqual((line.name, line.quantity, line.unit_price, line.total), ("Tea", 2, 1999, 3998))
        self.assertEqual((order.subtotal, order.shipping, order.tax, order.total), (3998, 490, 638, 4488))
        self.assertEqual(order.addresses.count(), 2)
        self.assertEqual(order.events.get().to_state, "awaiting_payment")

    def test_every_row_carries_the_customer(self):
        order = self.place()

        rows = [*order.lines.all(), *order.addresses.all(), *order.events.all(), *Reservation.objects.all()]
        self.assertEqual({row.customer_id for row in rows}, {order.customer_id})

    def test_pieces_are_promised_and_the_cart_is_closed(self):
        self.place()

        self.cart.refresh_from_db()
        stock = Stock.objects.get(variant=self.variant)
        self.assertEqual((stock.on_hand, stock.reserved, self.cart.status), (5, 2, "ordered"))

    def test_same_cart_again_is_the_same_order(self):
        first = self.place()

        second = self.place()

        self.assertEqual((first.pk, Order.objects.count()), (second.pk, 1))

    def test_other_total_than_the_customer_saw_is_refused(self):
        with (
            assert_stays(Order.objects.all(), Stock.objects.all(), Cart.objects.all()),
            self.assertRaises(CartChanged),
        ):
            self.place(total=1)

    def test_sold_out_keeps_nothing(self):
        make_cart((self.variant, 4))
        place_order(Cart.objects.latest("pk"), self.checkout, expected_total=4 * 1999 + 490)

        with (
            assert_stays(Order.objects.all(), Stock.objects.all(), Cart.objects.all()),
            self.assertRaisesMessage(OutOfStock, "Of “Tea” only 1 piece is left."),
        ):
            self.place()

    def test_empty_cart_is_refused(self):
        set_quantity(self.cart.lines.get(), 0)

        with self.assertRaises(EmptyCart):
            self.place()

    def test_article_that_left_the_shop_is_refused(self):
        product = self.variant.product
        product.status = "archived"
        product.save()

        with self.assertRaises(CartChanged):
            self.place()

    def test_coupon_is_counted_with_the_order(self):
        make_promotion("TEN", limit=1)
        Cart.objects.update(coupon_code="ten")

        order = self.place(total=3998 - 400 + 490)

        self.assertEqual((order.discount, order.coupon_code), (400, "TEN"))
        self.assertEqual(Promotion.objects.get().used, 1)

    def test_coupon_per_customer_is_refused_with_all_that_hangs_on_it(self):
        promotion = make_promotion("TEN", limit_per_customer=1)
        promotion.uses.create(email="guest@example.org", used=1, limit=1)
        Cart.objects.update(coupon_code="TEN")

        with (
            assert_stays(Order.objects.all(), Stock.objects.all(), Promotion.objects.all()),
            self.assertRaises(CouponRefused),
        ):
            self.place(total=3998 - 400 + 490)

    def test_orders_of_an_account_have_its_customer_id(self):
        user = make_user()
        carts = [make_cart((self.variant, 1), user=user)]
        first = place_order(carts[0], make_checkout(user), expected_total=1999 + 490)
        second = place_order(
            make_cart((self.variant, 1), user=user), make_checkout(user), expected_total=1999 + 490
        )

        self.assertEqual(first.customer_id, second.customer_id)
        self.assertEqual(list(Order.objects.of(user)), [second, first])


@skipUnless(connection.vendor == "postgresql", "SQLite lets only one connection write at a time")
class RaceTests(TransactionTestCase):
    """Many submits at once."""

    def setUp(self):
        if connection.vendor != "postgresql":
            self.skipTest(
                "SQLite lets one writer in at a time, so the race cannot happen there: needs PostgreSQL"
            )
        self.checkout = make_checkout()

    def test_fifty_carts_with_the_last_piece_make_one_order(self):
        pot = make_product(price=1000, stock=1).variants.get()
        carts = iter([make_cart((pot, 1)) for _ in range(50)])

        results = run_together(lambda: place_order(next(carts), self.checkout, expected_total=1490), 50)

        refusals = [result for result in results if isinstance(result, OutOfStock)]
        stock = Stock.objects.get()
        ledger = Movement.objects.aggregate(total=Sum("quantity"))["total"]
        self.assertEqual((Order.objects.count(), len(refusals)), (1, 49))
        self.assertEqual((stock.on_hand, stock.reserved, ledger), (1, 1, 1))

    def test_cart_submitted_many_times_makes_one_order_that_all_get(self):
        cart = make_cart((make_product(price=1000).variants.get(), 1))

        results = run_together(lambda: place_order(cart, self.checkout, expected_total=1490), 8)

        self.assertEqual({result.pk for result in results}, {Order.objects.get().pk})

    def test_without_the_lock_of_the_cart_submits_fail(self):
        cart = make_cart((make_product(price=1000).variants.get(), 1))
        unlocked = mock.patch.object(Cart.objects, "select_for_update", Cart.objects.all)

        with unlocked:
            results = run_together(lambda: placing.place_order(cart, self.checkout, expected_total=1490), 8)

        self.assertTrue([result for result in results if isinstance(result, Exception)])
        self.assertEqual(Order.objects.count(), 1)

    def test_cart_changed_meanwhile_is_ordered_as_one_version_of_it(self):
        variant = make_product(price=1000, stock=9).variants.get()
        cart = make_cart((variant, 1))
        line = cart.lines.get()
        steps = iter(
            [
                lambda: place_order(cart, self.checkout, expected_total=1490),
                lambda: set_quantity(line, 3),
            ]
            * 3
        )

        run_together(lambda: next(steps)(), 6)

        for order in Order.objects.all():
            self.assertEqual((order.total, order.lines.get().quantity), (1490, 1))
        self.assertEqual(OrderLine.objects.count(), Order.objects.count())
