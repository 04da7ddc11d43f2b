"""Invoices and credit notes: numbers without gaps, and a copy of all that they say.

Both are issued in the transaction of the payment or refund: a number is taken only if that commits.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from orders.models import CreditNote, DocumentSeries, Invoice, Order, OrderAddress, OrderLine
from pricing.money import divide

if TYPE_CHECKING:
    from payments.models import Refund

INVOICE, CREDIT_NOTE = "INV", "CN"
LINE_COLUMNS = (
    "sku",
    "name",
    "quantity",
    "unit_price",
    "discount",
    "tax",
    "tax_basis_points",
    "tax_included",
    "total",
)
ADDRESS_COLUMNS = ("name", "company", "street", "extra", "postcode", "city", "region", "country")


@transaction.atomic
def issue_invoice(order: Order, *, on: date | None = None) -> Invoice:
    """Return the invoice of a paid order, made if there is none, dated today or ``on`` a day."""
    Order.objects.select_for_update().get(pk=order.pk, customer_id=order.customer_id)
    existing = Invoice.objects.filter(order=order, customer_id=order.customer_id).first()
    if existing:
        return existing
    day = on or timezone.localdate()
    content = _content(order)
    return Invoice.objects.create(
        order=order,
        customer_id=order.customer_id,
        number=_next_number(INVOICE, day),
        issued_on=day,
        total=order.total,
        content=content,
    )


@transaction.atomic
def issue_credit_note(refund: "Refund") -> CreditNote | None:
    """Return the credit note of a refund, made if there is none; None for money that was never invoiced."""
    payment, order = refund.payment, refund.payment.order
    invoice = Invoice.objects.filter(order=order, customer_id=order.customer_id).first()
    if invoice is None or payment.state != payment.State.PAID:
        return None
    # The lock of the order makes its notes wait for each other, so that each knows those before it.
    Order.objects.select_for_update().get(pk=order.pk, customer_id=order.customer_id)
    existing = order.credit_notes.filter(refund_id=refund.pk).first()
    if existing:
        return existing
    today = timezone.localdate()
    return CreditNote.objects.create(
        order=order,
        customer_id=order.customer_id,
        refund_id=refund.pk,
        number=_next_number(CREDIT_NOTE, today),
        issued_on=today,
        total=refund.amount,
        content=_content_of_note(refund, invoice),
    )


def _next_number(kind: str, day: date) -> str:
    """Count the series of the year on; it stays locked until the transaction ends, so nothing is skipped."""
    series, _ = DocumentSeries.objects.get_or_create(kind=kind, year=day.year)
    DocumentSeries.objects.filter(pk=series.pk).update(last=F("last") + 1)
    series.refresh_from_db()
    return f"{kind}-{day.year}-{series.last:06d}"


def _content(order: Order) -> dict[str, Any]:
    lines = list(order.lines.all())
    address = order.addresses.get(kind=OrderAddress.Kind.BILLING)
    return {
        "seller": {"name": settings.SITE_NAME, "address": settings.SELLER_ADDRESS},
        "seller_tax_number": settings.SELLER_TAX_NUMBER,
        "order": order.number,
        "ordered_on": timezone.localdate(order.created_at).isoformat(),
        "language": order.language,
        "currency": order.currency,
        "buyer": {column: getattr(address, column) for column in ADDRESS_COLUMNS},
        "lines": [{column: getattr(line, column) for column in LINE_COLUMNS} for line in lines],
        "taxes": taxes_of(lines),
        **{name: getattr(order, name) for name in ("subtotal", "discount", "shipping", "tax", "total")},
    }


def _content_of_note(refund: "Refund", invoice: Invoice) -> dict[str, Any]:
    """Return what a note says: the tax of all notes so far is rounded once, less that of those before.

    So the notes of an order that is refunded in parts add up to the tax of its invoice.
    """
    before = invoice.order.credit_notes.aggregate(sum=Sum("total"))["sum"] or 0
    after = _taxes_within(invoice, before + refund.amount)
    taxes = [
        now | {name: now[name] - earlier[name] for name in ("gross", "tax")}
        for now, earlier in zip(after, _taxes_within(invoice, before), strict=True)
    ]
    return invoice.content | {
        "invoice": invoice.number,
        "reason": refund.reason,
        "taxes": taxes,
        "tax": sum(row["tax"] for row in taxes),
        "total": refund.amount,
    }


def taxes_of(lines: Iterable[OrderLine]) -> list[dict[str, int]]:
    """Return what was paid at each rate and the tax of it, the highest rate first."""
    rows: dict[int, dict[str, int]] = {}
    for line in lines:
        row = rows.setdefault(
            line.tax_basis_points, {"basis_points": line.tax_basis_points, "gross": 0, "tax": 0}
        )
        row["gross"] += line.total
        row["tax"] += line.tax
    return sorted(rows.values(), key=lambda row: -row["basis_points"])


def _taxes_within(invoice: Invoice, amount: int) -> list[dict[str, int]]:
    """Return the part of an invoice's taxes that belongs to an amount of it, all of them to all of it."""
    return [
        row | {name: divide(amount * row[name], invoice.total) for name in ("gross", "tax")}
        for row in invoice.content["taxes"]
    ]
