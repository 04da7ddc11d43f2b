"""Leaving the shop: the books stay, the person goes."""

import json
from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from accounts.deletion import delete_account
from accounts.tests.factories import make_user
from core.testing import assert_stays
from orders import personal_data
from orders.invoices import issue_invoice
from orders.models import Order, OrderAddress
from orders.states import State
from orders.tasks import forget_deleted_buyers
from orders.tests.factories import make_order
from pricing.models import PromotionUse
from pricing.tests.factories import make_promotion

LONG_AGO = timezone.now() - timedelta(days=30)


class EraseTests(TestCase):
    """Deleting an account."""

    def setUp(self):
        self.user = make_user("ada@example.org")

    def test_buyer_of_an_order_that_is_over_is_forgotten(self):
        order = make_order(user=self.user, state=State.DELIVERED, updated_at=LONG_AGO)
        OrderAddress.objects.update(phone="555", company="Firm", extra="Back yard", region="North")

        delete_account(self.user, by=self.user)

        order.refresh_from_db()
        self.assertEqual((order.email, order.total), (f"deleted-{self.user.pk}@invalid.example", 2489))
        addresses = set(order.addresses.values_list("name", "street", "city", "phone", "country"))
        self.assertEqual(addresses, {("Deleted user", "", "", "", "DE")})

    def test_invoice_stays_as_it_was_issued(self):
        order = make_order(user=self.user, state=State.DELIVERED, updated_at=LONG_AGO)
        invoice = issue_invoice(order)
        before = invoice.content

        delete_account(self.user, by=self.user)

        invoice.refresh_from_db()
        self.assertEqual(invoice.content, before)

    def test_paid_order_is_still_sent_and_forgotten_later(self):
        order = make_order(user=self.user, state=State.PAID)

        delete_account(self.user, by=self.user)
        self.assertEqual(order.addresses.first().street, "Long Street 1")
        Order.objects.update(state=State.SHIPPED, updated_at=LONG_AGO)

        self.assertEqual([forget_deleted_buyers(), forget_deleted_buyers()], [1, 0])
        self.assertEqual(set(order.addresses.values_list("street", flat=True)), {""})

    def test_unpaid_order_is_called_off(self):
        order = make_order(user=self.user)

        delete_account(self.user, by=self.user)

        order.refresh_from_db()
        self.assertEqual(order.state, "cancelled")

    def test_counters_of_coupons_forget_the_address(self):
        PromotionUse.objects.create(promotion=make_promotion(), email=self.user.email, used=1)

        delete_account(self.user, by=self.user)

        self.assertEqual(PromotionUse.objects.get().email, f"deleted-{self.user.pk}@invalid.example")

    def test_others_stay(self):
        make_order(user=make_user(), state=State.DELIVERED, updated_at=LONG_AGO)
        make_order(state=State.DELIVERED, updated_at=LONG_AGO)

        with assert_stays(Order.objects.all(), OrderAddress.objects.all()):
            delete_account(self.user, by=self.user)
            self.assertEqual(forget_deleted_buyers(), 0)


class ExportTests(TestCase):
    """Taking one's data along."""

    def test_files_hold_all_of_the_own_orders(self):
        user = make_user()
        order = make_order(user=user, state=State.PAID)
        invoice = issue_invoice(order)
        make_order(user=make_user())

        files = {name: json.loads(b"".join(chunks)) for name, chunks in personal_data.export(user)}

        self.assertEqual([row["number"] for row in files["orders.json"]], [order.number])
        self.assertEqual([row["order__number"] for row in files["order_lines.json"]], [order.number])
        self.assertEqual(len(files["order_addresses.json"]), 2)
        self.assertEqual([row["number"] for row in files["invoices.json"]], [invoice.number])
        self.assertEqual(files["credit_notes.json"], [])
