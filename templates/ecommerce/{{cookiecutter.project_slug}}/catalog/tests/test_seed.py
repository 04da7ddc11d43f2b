"""The goods of the demonstration."""

from django.db.models import F, Sum
from django.test import TestCase

from catalog.models import Product, ProductImage, Variant
from catalog.seed import PRODUCTS, seed
from catalog.tests.factories import make_product
from core.testing import assert_stays
from inventory.models import Movement, Stock


def ignore_progress(label, done, total):
    """Draw no bar."""


class SeedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        seed(len(PRODUCTS) + 10, ignore_progress)

    def test_shop_has_the_wanted_size_and_everything_is_sellable(self):
        self.assertEqual(Product.objects.for_sale().count(), len(PRODUCTS) + 10)
        self.assertEqual(Variant.objects.exclude(prices__currency="USD").count(), 0)
        self.assertEqual(ProductImage.objects.filter(widths=[480, 960]).count(), 2 * len(PRODUCTS))

    def test_stock_is_the_sum_of_its_movements(self):
        moved = dict(Movement.objects.order_by().values_list("variant").annotate(total=Sum("quantity")))
        for variant, on_hand in Stock.objects.values_list("variant", "on_hand"):
            self.assertEqual(moved.get(variant, 0), on_hand)

    def test_derived_columns_are_right(self):
        wrong = Product.objects.filter(is_available=True).exclude(variants__stock__on_hand__gt=0)
        self.assertEqual(wrong.count(), 0)
        cheaper = Product.objects.filter(
            variants__prices__currency="EUR", variants__prices__amount__lt=F("lowest_price")
        )
        self.assertEqual(cheaper.count(), 0)

    def test_second_run_changes_nothing(self):
        with assert_stays(Product.objects.all(), Variant.objects.all(), Movement.objects.all()):
            seed(len(PRODUCTS), ignore_progress)

    def test_products_that_are_not_ours_stay(self):
        mine = make_product(name="Mine")
        seed(1, ignore_progress)

        self.assertEqual(Product.objects.get(pk=mine.pk).name, "Mine")
