"""The pages of orders: for their owner, for a guest with the link, and for nobody else."""

from datetime import timedelta
from unittest import mock

from django.core import signing
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from core.testing import assert_stays
from core.tokens import sign
from orders.invoices import issue_invoice
from orders.links import MAX_AGE, PURPOSE, order_path, order_token
from orders.models import Order, OrderEvent
from orders.states import State
from orders.tests.factories import make_order


class AccessTests(TestCase):
    """Every page of an order against everybody."""

    def setUp(self):
        self.owner = make_user()
        self.order = make_order(user=self.owner, state=State.PAID)
        self.invoice = issue_invoice(self.order)

    def test_pages_are_the_owners_only(self):
        pages = [
            reverse("orders:detail", args=[self.order.pk]),
            reverse("orders:document", args=[self.order.pk, self.invoice.number]),
        ]
        # Staff see orders in the administration, behind their second factor.
        people = [
            (self.owner, 200),
            (make_user(), 404),
            (make_user(None, Role.SUPPORT), 404),
            (make_user(None, Role.ADMINISTRATOR), 404),
            (None, 302),
        ]
        for user, status in people:
            self.client.logout()
            if user:
                self.client.force_login(user)
            for url in pages:
                with self.subTest(user=user, url=url):
                    self.assertEqual(self.client.get(url).status_code, status)

    def test_unpaid_order_is_cancelled_by_its_owner_only(self):
        Order.objects.update(state=State.AWAITING_PAYMENT)
        url = reverse("orders:cancel", args=[self.order.pk])
        for user, status in [(make_user(), 404), (make_user(None, Role.SUPPORT), 404), (None, 302)]:
            self.client.logout()
            if user:
                self.client.force_login(user)
            for method in (self.client.get, self.client.post):
                with self.subTest(user=user), assert_stays(Order.objects.all(), OrderEvent.objects.all()):
                    self.assertEqual(method(url).status_code, status)

        self.client.force_login(self.owner)
        with assert_stays(Order.objects.all()):
            self.assertContains(self.client.get(url), "nothing is charged")
        self.assertRedirects(self.client.post(url), order_path(self.order))
        self.assertEqual(Order.objects.get().state, "cancelled")

    def test_paid_order_cannot_be_cancelled(self):
        self.client.force_login(self.owner)

        with assert_stays(Order.objects.all()):
            response = self.client.post(reverse("orders:cancel", args=[self.order.pk]))

        self.assertEqual(response.status_code, 404)

    def test_number_of_another_order_is_no_document_of_this(self):
        other = issue_invoice(make_order(user=make_user(), state=State.PAID))
        self.client.force_login(self.owner)

        for number in (other.number, "INV-2000-000001", "x"):
            url = reverse("orders:document", args=[self.order.pk, number])
            with self.subTest(number=number):
                self.assertEqual(self.client.get(url).status_code, 404)

    def test_account_of_an_order_has_no_guest_link(self):
        self.assertEqual(order_path(self.order), reverse("orders:detail", args=[self.order.pk]))


class GuestLinkTests(TestCase):
    """Whoever has the link from the mail."""

    def setUp(self):
        self.order = make_order(state=State.PAID)
        self.invoice = issue_invoice(self.order)

    def test_link_shows_the_order_and_its_papers(self):
        page = self.client.get(order_path(self.order))

        self.assertContains(page, self.order.number)
        address = reverse("orders:guest_document", args=[order_token(self.order), self.invoice.number])
        self.assertContains(page, address)
        self.assertEqual(self.client.get(address).headers["Content-Type"], "application/pdf")

    def test_forged_links_are_not_found(self):
        token = order_token(self.order)
        signer = signing.TimestampSigner(key="another key", salt=PURPOSE)
        forged = [
            token[:-1] + ("A" if token[-1] != "A" else "B"),
            sign(str(self.order.pk), "another purpose"),
            signer.sign_object(str(self.order.pk)),
            str(self.order.pk),
        ]
        for wrong in forged:
            for url in (
                reverse("orders:guest", args=[wrong]),
                reverse("orders:guest_document", args=[wrong, self.invoice.number]),
            ):
                with self.subTest(url=url):
                    self.assertEqual(self.client.get(url).status_code, 404)

    def test_link_ends(self):
        path = order_path(self.order)
        later = (timezone.now() + MAX_AGE + timedelta(minutes=1)).timestamp()

        with mock.patch("django.core.signing.time.time", return_value=later):
            self.assertEqual(self.client.get(path).status_code, 404)

    def test_page_is_kept_by_nobody(self):
        response = self.client.get(order_path(self.order))

        self.assertIn("no-store", response.headers["Cache-Control"])

    def test_guest_cannot_cancel_by_the_id(self):
        Order.objects.update(state=State.AWAITING_PAYMENT)

        response = self.client.post(reverse("orders:cancel", args=[self.order.pk]))

        self.assertEqual(response.status_code, 302)
        self.assertEqual(Order.objects.get().state, "awaiting_payment")


class HistoryTests(TestCase):
    """The list of an account."""

    def setUp(self):
        self.user = make_user()
        self.client.force_login(self.user)

    def test_list_holds_own_orders_newest_first(self):
        first, second = make_order(user=self.user), make_order(user=self.user)
        other = make_order(user=make_user())

        page = self.client.get(reverse("orders:list"))

        self.assertEqual(list(page.context["page"].items), [second, first])
        self.assertNotContains(page, other.number)

    def test_empty_list_leads_to_the_products(self):
        self.assertContains(self.client.get(reverse("orders:list")), "You have not ordered anything yet.")

    def test_queries_do_not_grow(self):
        for more in (1, 4):
            for _ in range(more):
                make_order(user=self.user)
            with self.subTest(more=more), self.assertNumQueries(2):
                self.client.get(reverse("orders:list"))

    def test_order_costs_the_same_with_many_lines(self):
        order = make_order(user=self.user)
        self.client.get(order.get_absolute_url())
        line = order.lines.get()
        for position in range(1, 10):
            line.pk, line.position = None, position
            line._state.adding = True
            line.id = Order._meta.pk.get_default()
            line.save()

        # Who asks, the order, its lines, addresses, events, invoice and credit notes.
        with self.assertNumQueries(7):
            self.client.get(order.get_absolute_url())
