"""Promising, selling and moving pieces.

Each change is one UPDATE whose condition is the guard, so that no reading before it can be out of
date. Articles are always taken in the order of their ids: two orders that want the same ones then
wait for each other in one direction, and never deadlock.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.models import User
from catalog.models import Product, Variant
from inventory.errors import NotReserved, OutOfStock, TooFewOnHand
from inventory.models import Movement, Reservation, Stock

Reason = Movement.Reason
HELD, TAKEN, RELEASED = Reservation.State.HELD, Reservation.State.TAKEN, Reservation.State.RELEASED


@transaction.atomic
def reserve(
    order_id: UUID, customer_id: UUID, quantities: Mapping[Variant, int], *, until: datetime
) -> list[Reservation]:
    """Promise pieces to an order until a moment, all or none. Raises OutOfStock."""
    reservations = [
        Reservation(
            order_id=order_id, customer_id=customer_id, variant=variant, quantity=quantity, expires_at=until
        )
        for variant, quantity in sorted(quantities.items(), key=lambda item: item[0].pk)
    ]
    for reservation in reservations:
        _hold(reservation.variant, reservation.quantity)
    return Reservation.objects.bulk_create(reservations)


@transaction.atomic
def take(order_id: UUID, customer_id: UUID) -> None:
    """Turn the promise to a paid order into a sale, once; again does nothing. Raises NotReserved."""
    reservations = _locked(order_id, customer_id)
    if not reservations or any(reservation.state == RELEASED for reservation in reservations):
        raise NotReserved
    for reservation in reservations:
        if reservation.state == HELD:
            _end(reservation, TAKEN)
            Stock.objects.filter(variant=reservation.variant_id).update(
                on_hand=F("on_hand") - reservation.quantity, reserved=F("reserved") - reservation.quantity
            )
            _note(reservation.variant_id, -reservation.quantity, Reason.SOLD, order_id=order_id)
    refresh_availability(reservation.variant_id for reservation in reservations)


@transaction.atomic
def release(order_id: UUID, customer_id: UUID) -> int:
    """Give the pieces of an unpaid order back; returns how many articles. What was sold stays sold."""
    held = [reservation for reservation in _locked(order_id, customer_id) if reservation.state == HELD]
    for reservation in held:
        _end(reservation, RELEASED)
        Stock.objects.filter(variant=reservation.variant_id).update(
            reserved=F("reserved") - reservation.quantity
        )
    refresh_availability(reservation.variant_id for reservation in held)
    return len(held)


@transaction.atomic
def reserve_again(order_id: UUID, customer_id: UUID, *, until: datetime) -> None:
    """Promise the pieces of an order once more that was paid after its time. Raises OutOfStock."""
    for reservation in _locked(order_id, customer_id):
        if reservation.state == RELEASED:
            _hold(reservation.variant, reservation.quantity)
            reservation.state, reservation.expires_at = HELD, until
            reservation.save(update_fields=["state", "expires_at"])


@transaction.atomic
def restock(order_id: UUID, customer_id: UUID, *, by: User, note: str = "") -> None:
    """Put the sold pieces of an order back on the shelf, once."""
    for reservation in _locked(order_id, customer_id):
        returned = Movement.objects.filter(
            order_id=order_id, variant=reservation.variant_id, reason=Reason.RETURNED
        )
        if reservation.state == TAKEN and not returned.exists():
            _move(reservation.variant, reservation.quantity, Reason.RETURNED, by, note, order_id)


@transaction.atomic
def receive(variant: Variant, quantity: int, *, by: User, note: str = "") -> Stock:
    """Put new pieces on the shelf."""
    return _move(variant, quantity, Reason.RECEIVED, by, note)


@transaction.atomic
def correct(variant: Variant, on_hand: int, *, by: User, note: str) -> Stock:
    """Set the stock to what was counted. Raises TooFewOnHand."""
    stock = Stock.objects.select_for_update().get(variant=variant)
    if on_hand < stock.reserved:
        raise TooFewOnHand
    if on_hand == stock.on_hand:
        return stock
    return _move(variant, on_hand - stock.on_hand, Reason.CORRECTED, by, note)


def set_warning(variant: Variant, low_from: int, *, by: User) -> None:
    """Change from which number down the warehouse is told, and tell it anew. ``by`` is who asked."""
    Stock.objects.filter(variant=variant).update(low_from=low_from, alerted_at=None)


def refresh_availability(variant_ids: Iterable[int]) -> None:
    """Keep beside each product whether anything of it can be sold, for lists."""
    product_ids = set(Variant.objects.filter(pk__in=list(variant_ids)).values_list("product_id", flat=True))
    sellable = Stock.objects.filter(variant__is_active=True, on_hand__gt=F("reserved"))
    in_stock = set(
        sellable.filter(variant__product__in=product_ids).values_list("variant__product_id", flat=True)
    )
    Product.objects.filter(pk__in=in_stock, is_available=False).update(is_available=True)
    Product.objects.filter(pk__in=product_ids - in_stock, is_available=True).update(is_available=False)


def _hold(variant: Variant, quantity: int) -> None:
    """Promise pieces if there are enough: the condition and the change are one statement."""
    enough = Stock.objects.filter(variant=variant, on_hand__gte=F("reserved") + quantity)
    if not enough.update(reserved=F("reserved") + quantity):
        stock = Stock.objects.filter(variant=variant).first()
        raise OutOfStock(variant, stock.available if stock else 0)


def _locked(order_id: UUID, customer_id: UUID) -> list[Reservation]:
    rows = Reservation.objects.select_for_update(of=("self",)).select_related("variant__product")
    return list(rows.filter(order_id=order_id, customer_id=customer_id).order_by("variant"))


def _end(reservation: Reservation, state: str) -> None:
    reservation.state = state
    reservation.save(update_fields=["state"])


def _move(
    variant: Variant, quantity: int, reason: str, by: User, note: str, order_id: UUID | None = None
) -> Stock:
    Stock.objects.get_or_create(variant=variant)
    Stock.objects.filter(variant=variant).update(on_hand=F("on_hand") + quantity, alerted_at=None)
    _note(variant.pk, quantity, reason, order_id=order_id, by=by, note=note)
    refresh_availability([variant.pk])
    return Stock.objects.get(variant=variant)


def _note(
    variant_id: int,
    quantity: int,
    reason: str,
    *,
    order_id: UUID | None = None,
    by: User | None = None,
    note: str = "",
) -> None:
    Movement.objects.create(
        variant_id=variant_id, quantity=quantity, reason=reason, order_id=order_id, by=by, note=note
    )
