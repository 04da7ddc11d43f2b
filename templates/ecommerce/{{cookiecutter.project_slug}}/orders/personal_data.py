"""What a customer's orders add to the export of an account, and what its deletion does with them.

Orders, invoices and credit notes are kept for the books, as tax laws demand; invoices name the buyer.
All else that tells who somebody is goes as soon as the order has come to its end.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.deletion import DELETED_EMAIL, DELETED_NAME
from accounts.models import User
from core.errors import DomainError
from core.export import json_chunks
from orders.models import CreditNote, Invoice, Order, OrderAddress, OrderLine
from orders.querysets import OrderQuerySet
from orders.services import cancel_order
from orders.states import State
from pricing.models import PromotionUse

ENDED = (State.SHIPPED, State.DELIVERED, State.CANCELLED, State.EXPIRED, State.REFUNDED)
# A payment may arrive late, and the mail about the last step must have left.
KEEP_AFTER_END = timedelta(days=1)
BATCH_SIZE = 500

ORDER_COLUMNS = (
    "number",
    "created_at",
    "state",
    "email",
    "currency",
    "subtotal",
    "discount",
    "shipping",
    "tax",
    "total",
    "refunded",
    "shipping_method",
    "coupon_code",
    "paid_at",
)
LINE_COLUMNS = ("order__number", "sku", "name", "quantity", "unit_price", "discount", "tax", "total")
ADDRESS_COLUMNS = (
    "order__number",
    "kind",
    "name",
    "company",
    "street",
    "extra",
    "postcode",
    "city",
    "region",
    "country",
    "phone",
)


def export(user: User) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the orders with their lines, addresses and documents."""
    orders = Order.objects.of(user).order_by("created_at", "pk")
    yield "orders.json", json_chunks(orders.values(*ORDER_COLUMNS).iterator())
    tables: list[tuple[str, Any, tuple[str, ...]]] = [
        ("order_lines", OrderLine, LINE_COLUMNS),
        ("order_addresses", OrderAddress, ADDRESS_COLUMNS),
        ("invoices", Invoice, ("number", "issued_on", "total", "content")),
        ("credit_notes", CreditNote, ("number", "issued_on", "total", "content")),
    ]
    for name, model, columns in tables:
        rows = model.objects.filter(order__user=user).order_by("order__created_at", "pk")
        yield f"{name}.json", json_chunks(rows.values(*columns).iterator())


def erase(user: User) -> None:
    """Call off what is not paid, and forget the buyer of what is over; the schedule does the rest."""
    for order in Order.objects.of(user).filter(state=State.AWAITING_PAYMENT):
        try:
            cancel_order(order, by=user)
        except DomainError:
            continue  # Paid at this moment: it will be sent like the others.
    PromotionUse.objects.filter(email=user.email).update(email=DELETED_EMAIL.format(pk=user.pk))
    _forget(Order.objects.of(user))


def forget_buyers() -> int:
    """Forget the buyers of a batch of orders that ended after their account was deleted; return how many."""
    return _forget(Order.objects.filter(user__in=User.objects.filter(deleted_at__isnull=False)))


@transaction.atomic
def _forget(orders: OrderQuerySet) -> int:
    over = orders.filter(state__in=ENDED, updated_at__lt=timezone.now() - KEEP_AFTER_END)
    known = over.exclude(email__endswith=DELETED_EMAIL.partition("@")[2])
    keys = dict(known.order_by("pk").values_list("pk", "user_id")[:BATCH_SIZE])
    blank = dict.fromkeys(("company", "street", "extra", "postcode", "city", "region", "phone"), "")
    # The country stays: taxes are reported by it.
    OrderAddress.objects.filter(order__in=keys).update(name=DELETED_NAME, **blank)
    for user_id in set(keys.values()):
        mine = [key for key, owner in keys.items() if owner == user_id]
        Order.objects.filter(pk__in=mine).update(email=DELETED_EMAIL.format(pk=user_id))
    return len(keys)
