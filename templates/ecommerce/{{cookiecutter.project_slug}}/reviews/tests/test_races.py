"""Two decisions at once; only PostgreSQL runs them side by side."""

from decimal import Decimal
from unittest import mock, skipUnless

from django.db import connection
from django.db.models import QuerySet
from django.test import TransactionTestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from catalog.models import Product
from catalog.tests.factories import make_product
from core.testing import run_together
from reviews.errors import AlreadyReviewed
from reviews.models import Review
from reviews.services import decide_reviews, write_review
from reviews.tests.factories import make_buyer, make_review

Status = Review.Status


@skipUnless(connection.vendor == "postgresql", "SQLite lets one transaction write at a time")
class ReviewRaceTests(TransactionTestCase):
    def test_decisions_at_once_are_all_counted(self):
        product = self.approve_together(8)

        self.assertEqual((product.rating_count, product.rating_average), (8, Decimal("4.50")))

    def test_without_the_lock_decisions_are_lost(self):
        # The guard of the test above: without the lock, of several counts the oldest may be written last.
        with mock.patch.object(QuerySet, "select_for_update", lambda rows, **_options: rows):
            lost = any(self.approve_together(8).rating_count != 8 for _round in range(20))

        self.assertTrue(lost)

    def test_two_deciders_decide_once(self):
        reviews = [make_review(status=Status.PENDING) for _number in range(4)]
        seen = {review.pk: review.version for review in reviews}
        support = make_user(None, Role.SUPPORT)
        statuses = iter([Status.APPROVED, Status.REJECTED] * 2)

        decisions = run_together(lambda: decide_reviews(seen, next(statuses), by=support), 4)

        self.assertEqual(sorted(decision.changed for decision in decisions), [0, 0, 0, 4])
        self.assertEqual(Review.objects.order_by().values("status").distinct().count(), 1)

    def test_double_click_writes_one_review(self):
        product = make_product()
        buyer = make_buyer(product)

        results = run_together(lambda: write_review(product, by=buyer, rating=5, title="A", body="B"), 4)

        self.assertEqual(sum(isinstance(result, AlreadyReviewed) for result in results), 3)
        self.assertEqual(Review.objects.count(), 1)

    def approve_together(self, count: int) -> Product:
        """Approve so many reviews of one product, each in a thread of its own; return the product."""
        product, support = make_product(), make_user(None, Role.SUPPORT)
        stars = [4, 5] * (count // 2)
        reviews = [make_review(product, rating=rating, status=Status.PENDING) for rating in stars]

        def approve():
            review = reviews.pop()
            return decide_reviews({review.pk: review.version}, Status.APPROVED, by=support)

        run_together(approve, count)
        product.refresh_from_db()
        return product
