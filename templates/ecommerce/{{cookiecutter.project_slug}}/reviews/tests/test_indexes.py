"""The planner reads the indexes of reviews; only PostgreSQL has partial plans to show."""

from unittest import skipUnless

from django.db import connection
from django.test import TestCase

from accounts.models import User
from catalog.tests.factories import make_product
from reviews.models import Review


@skipUnless(connection.vendor == "postgresql", "only PostgreSQL explains the cost of a plan")
class IndexTests(TestCase):
    def setUp(self):
        self.products = [make_product() for _number in range(4)]
        users = User.objects.bulk_create(
            User(email=f"{number}@example.com", handle=f"u-{number}") for number in range(2000)
        )
        statuses = ["approved"] * 99 + ["pending"]
        Review.objects.bulk_create(
            Review(product=product, author=user, rating=5, title="A", body="B", status=statuses[row % 100])
            for product in self.products
            for row, user in enumerate(users)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE reviews_review")

    def test_page_of_a_product_reads_what_is_shown_in_its_order(self):
        plan = Review.objects.about(self.products[0]).order_by("-pk")[:10].explain()

        self.assertIn("reviews_shown", plan)
        self.assertNotIn("Sort", plan)

    def test_queue_reads_what_waits_in_its_order(self):
        plan = Review.objects.waiting().order_by("pk")[:30].explain()

        self.assertIn("reviews_to_decide", plan)
        self.assertNotIn("Sort", plan)
