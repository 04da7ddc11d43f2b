"""Filling, sharing and emptying wishlists."""

from unittest import mock, skipUnless

from django.db import connection
from django.test import TestCase, TransactionTestCase

from accounts.tests.factories import make_user
from cart.errors import NotEnough
from cart.services import account_cart
from catalog.tests.factories import make_product
from core.testing import assert_stays, run_together
from wishlist import services
from wishlist.errors import ListFull, NotForSale
from wishlist.models import Wish, Wishlist
from wishlist.services import add_wish, move_to_cart, share_list, unshare_list


def make_variant_for_sale(**fields):
    """Return the variant of a new product."""
    return make_product(**fields).variants.select_related("product").get()


class AddWishTests(TestCase):
    def test_same_article_is_noted_once(self):
        user, variant = make_user(), make_variant_for_sale()

        first, second = add_wish(variant, by=user), add_wish(variant, by=user)

        self.assertEqual(first, second)
        self.assertEqual(Wish.objects.count(), 1)

    def test_sold_out_article_can_be_wished_for(self):
        variant = make_variant_for_sale(stock=0)

        self.assertEqual(add_wish(variant, by=make_user()).variant, variant)

    def test_drafts_and_archived_products_are_refused(self):
        for status in ("draft", "archived"):
            with self.subTest(status=status), assert_stays(Wish.objects.all()), self.assertRaises(NotForSale):
                add_wish(make_variant_for_sale(status=status), by=make_user())

    def test_full_list_takes_no_more(self):
        user = make_user()
        add_wish(make_variant_for_sale(), by=user)

        with mock.patch.object(services, "MOST_WISHES", 1), self.assertRaises(ListFull):
            add_wish(make_variant_for_sale(), by=user)

        self.assertEqual(Wish.objects.count(), 1)


class MoveTests(TestCase):
    def test_piece_moves_into_the_cart(self):
        user, variant = make_user(), make_variant_for_sale()
        cart = account_cart(user, "EUR")

        move_to_cart(add_wish(variant, by=user), cart)

        self.assertEqual(list(cart.lines.values_list("variant", "quantity")), [(variant.pk, 1)])
        self.assertEqual(Wish.objects.count(), 0)

    def test_sold_out_wish_stays_on_the_list(self):
        user = make_user()
        wish, cart = add_wish(make_variant_for_sale(stock=0), by=user), account_cart(user, "EUR")

        with assert_stays(Wish.objects.all(), cart.lines.all()), self.assertRaises(NotEnough):
            move_to_cart(wish, cart)


class ShareTests(TestCase):
    def test_each_link_is_a_new_one(self):
        user = make_user()

        tokens = {share_list(user).token for _time in range(3)}

        self.assertEqual(len(tokens), 3)
        self.assertEqual(Wishlist.objects.shared().get().user, user)

    def test_link_that_was_taken_back_stays_worthless(self):
        user = make_user()
        token = share_list(user).token

        unshare_list(user)
        share_list(user)

        self.assertFalse(Wishlist.objects.filter(token=token).exists())


@skipUnless(connection.vendor == "postgresql", "SQLite lets one transaction write at a time")
class WishRaceTests(TransactionTestCase):
    def test_clicks_at_once_do_not_pass_the_limit(self):
        user = make_user()
        variants = [make_variant_for_sale() for _number in range(6)]

        with mock.patch.object(services, "MOST_WISHES", 3):
            results = run_together(lambda: add_wish(variants.pop(), by=user), 6)

        self.assertEqual(sum(isinstance(result, ListFull) for result in results), 3)
        self.assertEqual(Wish.objects.count(), 3)
