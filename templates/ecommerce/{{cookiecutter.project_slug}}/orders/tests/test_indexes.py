"""The planner is asked whether it uses the indexes that millions of orders live from."""

from datetime import timedelta
from unittest import skipUnless

from django.db import connection
from django.test import TestCase
from django.utils import timezone

from accounts.tests.factories import make_user
from core.pagination import KeysetPaginator
from orders.bulk import copy_orders
from orders.models import Order

ROWS = 20_000


@skipUnless(connection.vendor == "postgresql", "the planner of PostgreSQL is asked")
class IndexTests(TestCase):
    """Twenty thousand orders of two hundred accounts."""

    @classmethod
    def setUpTestData(cls):
        cls.users = [make_user() for _ in range(200)]
        copy_orders(1, ROWS, users=200, customers=50, open_orders=100)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE orders_order")

    def assert_uses(self, rows, index, *, is_sorted=True):
        """Fail unless the plan names the index, and neither reads all nor sorts."""
        plan = rows.explain()
        self.assertIn(index, plan)
        self.assertNotIn("Seq Scan on orders_order", plan)
        if is_sorted:
            self.assertNotIn("Sort Key", plan)

    def test_history_of_an_account(self):
        orders = Order.objects.of(self.users[7]).order_by("-created_at", "-id")

        self.assert_uses(orders[:21], "orders_of_user")

    def test_deep_page_of_a_history(self):
        orders = Order.objects.of(self.users[7])
        paginator = KeysetPaginator(orders, fields=("-created_at", "-id"), per_page=20)

        first = paginator.page(None)
        second = paginator.page(first.next_cursor)

        self.assertEqual(len({order.pk for order in (*first.items, *second.items)}), 40)

    def test_orders_of_a_customer(self):
        customer_id = Order.objects.values_list("customer_id", flat=True)[0]
        orders = Order.objects.filter(customer_id=customer_id).order_by("-created_at", "-id")

        self.assert_uses(orders[:21], "orders_of_customer")

    def test_queue_of_the_warehouse(self):
        queue = Order.objects.to_send()

        self.assertEqual(queue.count(), 100)
        self.assert_uses(queue.order_by("created_at", "id")[:51], "orders_open")

    def test_newest_orders(self):
        self.assert_uses(Order.objects.order_by("-created_at", "-id")[:51], "orders_newest")

    def test_look_up_by_number_and_address(self):
        by_number = Order.objects.filter(number="COPY-77")
        by_email = Order.objects.filter(email="customer7@example.com")

        self.assert_uses(by_number, "orders_by_number", is_sorted=False)
        self.assert_uses(by_email, "orders_by_email", is_sorted=False)

    def test_orders_whose_time_is_over(self):
        now = timezone.now()
        Order.objects.filter(number__in=["COPY-1", "COPY-2"]).update(
            state="awaiting_payment", expires_at=now - timedelta(hours=1)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE orders_order")
        due = Order.objects.filter(state="awaiting_payment", expires_at__lte=now).order_by("expires_at")

        self.assertEqual(due.count(), 2)
        self.assert_uses(due[:200], "orders_to_expire", is_sorted=False)
