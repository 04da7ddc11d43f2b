"""Reviews of the demonstration."""

from django.test import TestCase

from catalog.models import Product
from catalog.tests.factories import make_product
from core.testing import assert_stays
from reviews.models import Review
from reviews.seed import seed
from reviews.services import refresh_ratings
from reviews.tests.factories import make_buyer


class SeedTests(TestCase):
    def test_buyers_review_once_and_the_average_is_right(self):
        product = make_product(stock=99)
        for _number in range(40):
            make_buyer(product)

        seed(12, lambda *_progress: None)

        self.assertEqual(Review.objects.count(), 12)
        with assert_stays(Product.objects.values("rating_count", "rating_average")):
            refresh_ratings([product.pk])

    def test_no_more_are_made_than_was_asked_for(self):
        make_buyer(make_product())
        seed(0, lambda *_progress: None)
        self.assertEqual(Review.objects.count(), 0)
