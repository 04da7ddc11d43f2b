"""Filling, changing and merging carts."""

from unittest import mock, skipUnless

from django.db import connection
from django.test import TestCase, TransactionTestCase

from accounts.tests.factories import make_user
from cart import services
from cart.errors import BadQuantity, CartClosed, NotEnough, NotForSale
from cart.models import Cart, CartLine
from catalog.models import Product
from catalog.tests.factories import make_product
from core.testing import run_together


class AddTests(TestCase):
    """Putting something into a cart."""

    def setUp(self):
        self.cart = Cart.objects.create(currency="EUR")
        self.variant = make_product(stock=5).variants.get()

    def test_same_article_twice_is_one_line(self):
        services.add_to_cart(self.cart, self.variant, 2)
        services.add_to_cart(self.cart, self.variant, 3)

        self.assertEqual(self.cart.lines.get().quantity, 5)

    def test_quantities_without_sense_are_refused(self):
        for quantity in (0, -1, 100, 10**9):
            with self.subTest(quantity), self.assertRaises(BadQuantity):
                services.add_to_cart(self.cart, self.variant, quantity)

        self.assertEqual(CartLine.objects.count(), 0)

    def test_more_than_there_is_is_refused_with_the_number_left(self):
        services.add_to_cart(self.cart, self.variant, 4)

        with self.assertRaisesMessage(NotEnough, "There are only 5 pieces left."):
            services.add_to_cart(self.cart, self.variant, 2)

        self.assertEqual(self.cart.lines.get().quantity, 4)

    def test_articles_that_are_not_for_sale_are_refused(self):
        draft = make_product(status=Product.Status.DRAFT).variants.get()
        dollars = make_product(currency="USD").variants.get()
        inactive = make_product().variants.get()
        inactive.is_active = False
        inactive.save()

        for variant in (draft, dollars, inactive):
            with self.subTest(variant), self.assertRaises(NotForSale):
                services.add_to_cart(self.cart, variant, 1)

    def test_cart_that_was_ordered_is_closed(self):
        Cart.objects.update(status=Cart.Status.ORDERED)

        with self.assertRaises(CartClosed):
            services.add_to_cart(self.cart, self.variant, 1)


class ChangeTests(TestCase):
    """Changing a line."""

    def setUp(self):
        self.cart = Cart.objects.create(currency="EUR")
        self.line = services.add_to_cart(self.cart, make_product(stock=5).variants.get(), 1)

    def test_quantity_is_set_within_the_stock(self):
        services.set_quantity(self.line, 5)
        with self.assertRaises(NotEnough):
            services.set_quantity(self.line, 6)

        self.assertEqual(self.cart.lines.get().quantity, 5)

    def test_none_takes_the_line_out(self):
        services.set_quantity(self.line, 0)

        self.assertEqual(self.cart.lines.count(), 0)

    def test_other_currency_lets_go_what_has_no_price_in_it(self):
        names = services.set_currency(self.cart, "USD")

        self.assertEqual((names, self.cart.lines.count()), ([str(self.line.variant)], 0))


class MergeTests(TestCase):
    """A guest signs in."""

    def setUp(self):
        self.user = make_user()
        self.guest = Cart.objects.create(currency="EUR", coupon_code="TEN")
        self.tea = make_product(stock=5).variants.get()
        self.pot = make_product(stock=5).variants.get()

    def test_lines_move_and_quantities_add_up_to_the_stock(self):
        account = services.account_cart(self.user, "EUR")
        services.add_to_cart(account, self.tea, 3)
        services.add_to_cart(self.guest, self.tea, 4)
        services.add_to_cart(self.guest, self.pot, 1)

        merged = services.merge_carts(self.guest, self.user)

        quantities = dict(merged.lines.values_list("variant", "quantity"))
        self.assertEqual(quantities, {self.tea.pk: 5, self.pot.pk: 1})
        self.assertEqual((merged.pk, merged.coupon_code), (account.pk, "TEN"))

    def test_second_merge_moves_nothing(self):
        services.add_to_cart(self.guest, self.tea, 1)

        services.merge_carts(self.guest, self.user)
        merged = services.merge_carts(self.guest, self.user)

        self.assertEqual(merged.lines.get().quantity, 1)


@skipUnless(connection.vendor == "postgresql", "SQLite lets only one connection write at a time")
class RaceTests(TransactionTestCase):
    """The same cart in two windows."""

    def setUp(self):
        if connection.vendor != "postgresql":
            self.skipTest(
                "SQLite lets one writer in at a time, so the race cannot happen there: needs PostgreSQL"
            )
        self.variant = make_product(stock=99).variants.get()
        self.guest = Cart.objects.create(currency="EUR")

    def test_article_added_many_times_at_once_is_one_line(self):
        run_together(lambda: services.add_to_cart(self.guest, self.variant, 1), 8)

        self.assertEqual(self.guest.lines.get().quantity, 8)

    def test_without_the_lock_additions_are_lost_or_fail(self):
        with mock.patch.object(services, "_lock"):
            results = run_together(lambda: services.add_to_cart(self.guest, self.variant, 1), 8)

        failed = [result for result in results if isinstance(result, Exception)]
        self.assertTrue(failed or self.guest.lines.get().quantity < 8)

    def test_two_logins_move_the_lines_once(self):
        user = make_user()
        services.add_to_cart(self.guest, self.variant, 2)

        results = run_together(lambda: services.merge_carts(self.guest, user), 4)

        self.assertEqual([result for result in results if isinstance(result, Exception)], [])
        self.assertEqual(Cart.objects.filter(user=user).count(), 1)
        self.assertEqual(CartLine.objects.get().quantity, 2)
