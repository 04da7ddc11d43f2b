"""The wishlist of the demonstration."""

from django.test import TestCase

from accounts.tests.factories import make_user
from catalog.tests.factories import make_product
from core.testing import assert_stays
from wishlist.models import Wish, Wishlist
from wishlist.seed import CUSTOMER, WISHES, seed


class SeedTests(TestCase):
    def test_customer_gets_wishes_and_a_link_once(self):
        user = make_user(CUSTOMER)
        for _number in range(WISHES + 1):
            make_product()

        seed(60, lambda *_progress: None)

        self.assertEqual((Wish.objects.count(), Wishlist.objects.shared().get().user), (WISHES, user))
        with assert_stays(Wish.objects.all(), Wishlist.objects.all()):
            seed(60, lambda *_progress: None)
