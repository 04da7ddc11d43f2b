"""Invoices and credit notes: numbers without gaps, sums that agree, files that can be read."""

import re
from datetime import date
from threading import Barrier
from unittest import mock, skipUnless

from django.db import IntegrityError, connection, transaction
from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase

from catalog.models import Price
from catalog.tests.factories import make_product
from core.testing import run_together
from orders.invoices import issue_credit_note, issue_invoice, taxes_of
from orders.models import CreditNote, DocumentSeries, Invoice, OrderAddress, OrderLine
from orders.papers import documents_of, paper_pdf
from orders.states import State
from orders.tests.factories import make_order
from payments.models import Payment, Refund
from pricing.tests.factories import make_tax_class


def make_refund(order, amount, **fields):
    """Return a refund of a part of an order that is paid."""
    payment = Payment.objects.filter(order=order).first() or Payment.objects.create(
        order=order,
        customer_id=order.customer_id,
        idempotency_key=str(order.pk),
        amount=order.total,
        currency=order.currency,
        captured=order.total,
        state=Payment.State.PAID,
    )
    return Refund.objects.create(payment=payment, customer_id=order.customer_id, amount=amount, **fields)


class InvoiceTests(TestCase):
    """What is issued with a payment."""

    def setUp(self):
        books = make_tax_class("Books", DE=700)
        tea = make_tax_class("Standard", DE=1900)
        self.lines = (
            (make_product("Tea", price=1999, tax_class=tea).variants.get(), 2),
            (make_product("Book", price=1200, tax_class=books).variants.get(), 1),
        )
        self.order = make_order(*self.lines, state=State.PAID)

    def test_invoice_says_what_the_order_says(self):
        invoice = issue_invoice(self.order)

        content = invoice.content
        self.assertEqual((invoice.total, content["total"], content["tax"]), (5688, 5688, self.order.tax))
        self.assertEqual([line["name"] for line in content["lines"]], ["Tea", "Book"])
        taxes = [(row["basis_points"], row["gross"], row["tax"]) for row in content["taxes"]]
        self.assertEqual(taxes, [(1900, 3998, 638), (700, 1200, 79)])
        self.assertEqual(sum(row["tax"] for row in content["taxes"]), self.order.tax)
        self.assertEqual(content["buyer"]["name"], "Ada Example")

    def test_numbers_have_no_gap(self):
        orders = [self.order, make_order(state=State.PAID), make_order(state=State.PAID)]

        with mock.patch("orders.invoices.timezone.localdate", return_value=date(2026, 12, 31)):
            numbers = [issue_invoice(order).number for order in orders]

        self.assertEqual(numbers, ["INV-2026-000001", "INV-2026-000002", "INV-2026-000003"])

    def test_every_year_begins_with_one(self):
        with mock.patch("orders.invoices.timezone.localdate", return_value=date(2026, 12, 31)):
            issue_invoice(self.order)
        with mock.patch("orders.invoices.timezone.localdate", return_value=date(2027, 1, 1)):
            self.assertEqual(issue_invoice(make_order(state=State.PAID)).number, "INV-2027-000001")

    def test_second_time_is_the_same_invoice(self):
        self.assertEqual(issue_invoice(self.order), issue_invoice(self.order))
        self.assertEqual((Invoice.objects.count(), DocumentSeries.objects.get().last), (1, 1))

    def test_payment_that_fails_afterwards_takes_no_number(self):
        with self.assertRaises(IntegrityError), transaction.atomic():
            issue_invoice(self.order)
            raise IntegrityError

        self.assertEqual(issue_invoice(self.order).number[-6:], "000001")

    def test_invoice_stays_when_all_else_changes(self):
        invoice = issue_invoice(self.order)
        before = paper_pdf(invoice)
        Price.objects.update(amount=1)
        OrderLine.objects.update(name="Changed", total=1)
        OrderAddress.objects.update(name="Changed")

        with override_settings(SITE_NAME="Changed"):
            invoice.refresh_from_db()
            self.assertEqual(paper_pdf(invoice), before)


class CreditNoteTests(TestCase):
    """What is issued with a refund."""

    def setUp(self):
        tax_class = make_tax_class(DE=1900)
        self.order = make_order(
            (make_product("Tea", price=1999, tax_class=tax_class).variants.get(), 1), state=State.PAID
        )

    def test_note_names_the_invoice_and_gives_its_tax_back(self):
        invoice = issue_invoice(self.order)

        note = issue_credit_note(make_refund(self.order, self.order.total, reason="Broken"))

        self.assertEqual((note.total, note.content["tax"]), (2489, self.order.tax))
        self.assertEqual((note.content["invoice"], note.content["reason"]), (invoice.number, "Broken"))
        self.assertRegex(note.number, r"^CN-\d{4}-000001$")

    def test_second_time_is_the_same_note(self):
        issue_invoice(self.order)
        refund = make_refund(self.order, 100)

        self.assertEqual(issue_credit_note(refund), issue_credit_note(refund))
        self.assertEqual(CreditNote.objects.count(), 1)

    def test_what_was_never_invoiced_needs_no_note(self):
        self.assertIsNone(issue_credit_note(make_refund(self.order, 100)))

        issue_invoice(self.order)
        refund = make_refund(self.order, 100)
        refund.payment.state = Payment.State.FAILED
        self.assertIsNone(issue_credit_note(refund))
        self.assertEqual(CreditNote.objects.count(), 0)

    def test_papers_of_an_order_come_in_their_order(self):
        invoice = issue_invoice(self.order)
        notes = [issue_credit_note(make_refund(self.order, amount)) for amount in (100, 200)]

        self.assertEqual(documents_of(self.order), [invoice, *notes])


class PartTests(PropertyTestCase):
    """Refunds in parts."""

    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.integers(1, 900), min_size=1, max_size=4), st.integers(1, 5000), st.integers(0, 9900))
    def test_notes_of_a_whole_refund_add_up_to_the_invoice(self, parts, price, rate):
        tax_class = make_tax_class(f"Rate {rate}", DE=rate)
        order = make_order(
            (make_product(price=price, tax_class=tax_class).variants.get(), 1), state=State.PAID
        )
        issue_invoice(order)
        left, notes = order.total, []

        for part in [*parts, order.total]:
            if amount := min(part, left):
                notes.append(issue_credit_note(make_refund(order, amount)))
                left -= amount

        self.assertEqual(sum(note.total for note in notes), order.total)
        self.assertEqual(sum(note.content["tax"] for note in notes), order.tax)
        self.assertTrue(all(note.content["tax"] >= 0 for note in notes))


class PaperTests(TestCase):
    """The files."""

    def test_file_is_a_pdf_that_needs_no_other_font(self):
        order = make_order(
            (make_product("Чай «Łódź» Ελλάδα").variants.get(), 1), state=State.PAID, language="de"
        )
        OrderAddress.objects.update(name="Żaneta Ærø", company="Φως GmbH", extra="2. OG", region="Hamburg")
        issue_invoice(order)

        for document in (issue_invoice(order), issue_credit_note(make_refund(order, 100, reason="Bruch"))):
            with self.assertNoLogs("fpdf", level="WARNING"):
                content = paper_pdf(document)
            self.assertTrue(content.startswith(b"%PDF-"))
            self.assertEqual(len(re.findall(rb"/FontFile2", content)), 2)

    def test_long_orders_go_on_on_the_next_page(self):
        order = make_order(state=State.PAID)
        invoice = issue_invoice(order)
        invoice.content["lines"] *= 60

        self.assertGreater(paper_pdf(invoice).count(b"/Type /Page\n"), 1)

    def test_taxes_are_summed_by_rate(self):
        lines = [
            OrderLine(tax_basis_points=rate, total=total, tax=tax)
            for rate, total, tax in [(700, 107, 7), (1900, 119, 19), (700, 214, 14)]
        ]

        self.assertEqual(
            taxes_of(lines),
            [
                {"basis_points": 1900, "gross": 119, "tax": 19},
                {"basis_points": 700, "gross": 321, "tax": 21},
            ],
        )


@skipUnless(connection.vendor == "postgresql", "SQLite lets only one connection write at a time")
class RaceTests(TransactionTestCase):
    """Many payments at once."""

    def test_payments_at_once_get_numbers_without_a_gap(self):
        orders = iter([make_order(state=State.PAID) for _ in range(8)])

        invoices = run_together(lambda: issue_invoice(next(orders)), 8)

        self.assertEqual(
            sorted(invoice.number[-6:] for invoice in invoices), [f"{n:06d}" for n in range(1, 9)]
        )

    def test_without_counting_in_the_database_numbers_are_given_twice(self):
        orders = iter([make_order(state=State.PAID) for _ in range(4)])
        DocumentSeries.objects.create(kind="INV", year=timezone.localdate().year)
        barrier = Barrier(4)

        def count_by_hand(kind: str, day: date) -> str:
            series = DocumentSeries.objects.get(kind=kind, year=day.year)
            barrier.wait(timeout=10)
            series.last += 1
            series.save()
            return f"{kind}-{day.year}-{series.last:06d}"

        with mock.patch("orders.invoices._next_number", count_by_hand):
            invoices = run_together(lambda: issue_invoice(next(orders)), 4)

        self.assertEqual({invoice.number[-6:] for invoice in invoices}, {"000001"})

    def test_same_payment_at_once_gets_one_invoice(self):
        order = make_order(state=State.PAID)

        invoices = run_together(lambda: issue_invoice(order), 6)

        self.assertEqual({invoice.pk for invoice in invoices}, {Invoice.objects.get().pk})
        self.assertEqual(DocumentSeries.objects.get().last, 1)

    def test_refunds_at_once_give_back_the_tax_once(self):
        order = make_order(state=State.PAID)
        issue_invoice(order)
        halves = order.total // 2, order.total - order.total // 2
        refunds = iter([make_refund(order, amount) for amount in halves])

        run_together(lambda: issue_credit_note(next(refunds)), 2)

        self.assertEqual(sum(note.content["tax"] for note in CreditNote.objects.all()), order.tax)
