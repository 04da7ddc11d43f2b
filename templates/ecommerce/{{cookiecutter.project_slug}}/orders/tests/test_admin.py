"""Orders in the administration, by role."""

from unittest import mock

from django.contrib.admin.sites import site
from django.core import mail
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from zeal import zeal_ignore

from accounts.roles import Role
from accounts.tests.factories import make_user
from core.testing import assert_stays
from orders.invoices import issue_invoice
from orders.models import Order, OrderEvent
from orders.paging import CappedPaginator
from orders.states import State
from orders.tests.factories import make_order

LIST = "/admin/orders/order/"


@override_settings(ADMIN_REQUIRES_MFA=False)
class OrderAdminTests(TestCase):
    """Who sees what, and what it does."""

    def setUp(self):
        self.order = make_order(state=State.PAID)
        self.page = reverse("admin:orders_order_change", args=[self.order.pk])
        self.step = reverse("admin:orders_order_step", args=[self.order.pk])

    def sign_in(self, role):
        """Come as somebody of a role."""
        user = make_user(None, role)
        self.client.force_login(user)
        return user

    def test_pages_open_for_warehouse_and_support(self):
        invoice = issue_invoice(self.order)
        paper = reverse("admin:orders_order_document", args=[self.order.pk, invoice.number])
        cases = [
            (Role.WAREHOUSE, 200),
            (Role.SUPPORT, 200),
            (Role.ADMINISTRATOR, 200),
            (Role.CATALOG, 403),
        ]
        for role, status in cases:
            self.sign_in(role)
            for url in (LIST, self.page, paper):
                with self.subTest(role=role, url=url):
                    self.assertEqual(self.client.get(url).status_code, status)

    def test_customers_are_sent_away(self):
        self.client.force_login(make_user())
        for url in (LIST, self.page, self.step):
            with self.subTest(url=url):
                self.assertEqual(self.client.get(url).status_code, 302)

    def test_steps_belong_to_roles(self):
        cases = [
            ("pack", State.PAID, {Role.WAREHOUSE, Role.ADMINISTRATOR}),
            ("ship", State.PACKED, {Role.WAREHOUSE, Role.ADMINISTRATOR}),
            ("deliver", State.SHIPPED, {Role.WAREHOUSE, Role.ADMINISTRATOR}),
            ("cancel", State.AWAITING_PAYMENT, {Role.SUPPORT, Role.ADMINISTRATOR}),
        ]
        for step, state, allowed in cases:
            for role in Role:
                Order.objects.update(state=state)
                self.sign_in(role)
                with self.subTest(step=step, role=role):
                    status = self.client.post(self.step, {"step": step}).status_code
                    moved = Order.objects.get().state != state
                    expected = (302, True) if role in allowed else (403, False)
                    self.assertEqual((status, moved), expected)

    def test_actions_are_offered_by_role(self):
        for role, expected in [(Role.WAREHOUSE, {"pack", "ship", "deliver"}), (Role.SUPPORT, {"cancel"})]:
            self.sign_in(role)
            request = self.client.get(LIST).wsgi_request
            with self.subTest(role=role):
                self.assertEqual(set(site.get_model_admin(Order).get_actions(request)), expected)

    def test_action_moves_what_it_can_and_names_the_rest(self):
        user = self.sign_in(Role.WAREHOUSE)
        waiting = make_order()
        data = {"action": "pack", "_selected_action": [self.order.pk, waiting.pk]}

        # Each order takes its step in a transaction of its own, so one that cannot stops no other.
        with zeal_ignore():
            response = self.client.post(LIST, data, follow=True)

        self.assertContains(response, "1 order was moved on.")
        self.assertContains(response, f"{waiting.number}: This step is not possible")
        self.order.refresh_from_db()
        self.assertEqual((self.order.state, self.order.events.last().by), ("packed", user))

    def test_number_of_the_parcel_is_noted_and_the_customer_told(self):
        Order.objects.update(state=State.PACKED)
        self.sign_in(Role.WAREHOUSE)

        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(self.step, {"step": "ship", "note": "TRACK-1"})

        self.assertEqual(self.order.events.last().note, "TRACK-1")
        self.assertEqual([message.to for message in mail.outbox], [[self.order.email]])

    def test_nonsense_and_links_take_no_step(self):
        self.sign_in(Role.ADMINISTRATOR)
        with assert_stays(Order.objects.all(), OrderEvent.objects.all()):
            self.client.post(self.step, {"step": "refund"})
            self.client.get(self.step, {"step": "pack"})

    def test_nothing_can_be_typed_or_deleted(self):
        self.sign_in(Role.ADMINISTRATOR)
        delete = reverse("admin:orders_order_delete", args=[self.order.pk])
        for url, data in [
            (self.page, {"total": 1, "state": "paid"}),
            (delete, {"post": "yes"}),
            ("/admin/orders/order/add/", {}),
        ]:
            with self.subTest(url=url), assert_stays(Order.objects.all()):
                self.assertEqual(self.client.post(url, data).status_code, 403)

    def test_search_takes_whole_values_in_any_case(self):
        self.sign_in(Role.SUPPORT)
        other = make_order()
        Order.objects.filter(pk=other.pk).update(email="other@example.org")
        cases = [
            (self.order.number.lower(), [self.order]),
            ("OTHER@example.org", [other]),
            ("example.org", []),
            (self.order.number[:4], []),
            ("", [other, self.order]),
        ]
        for term, expected in cases:
            with self.subTest(term=term):
                found = self.client.get(LIST, {"q": term}).context["cl"].result_list
                self.assertEqual(list(found), expected)

    def test_queue_holds_what_waits_to_be_sent(self):
        self.sign_in(Role.WAREHOUSE)
        packed = make_order(state=State.PACKED)
        for state in (State.AWAITING_PAYMENT, State.SHIPPED, State.REFUNDED):
            make_order(state=state)

        found = self.client.get(LIST, {"to_do": "send"}).context["cl"].result_list

        self.assertEqual(list(found), [packed, self.order])

    def test_nobody_waits_for_all_rows_to_be_counted(self):
        for _ in range(3):
            make_order()

        with mock.patch("orders.paging.MOST_ROWS", 2), CaptureQueriesContext(connection) as queries:
            count = CappedPaginator(Order.objects.all(), 50).count

        self.assertEqual(count, 2)
        self.assertIn("LIMIT 2", queries[0]["sql"])

    def test_queries_do_not_grow(self):
        self.sign_in(Role.WAREHOUSE)
        self.client.get(LIST)
        counts = []
        for more in (0, 5):
            for _ in range(more):
                make_order(state=State.PAID)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(LIST)
            counts.append(len(queries))
        self.assertEqual(counts[0], counts[1])
