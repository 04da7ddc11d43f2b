"""The steps of an order after it was placed: each is one UPDATE from a state that allows it, and an event."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.tasks import after_commit
from inventory.services import release
from orders.errors import WrongState
from orders.mails import mail_order
from orders.models import Order, OrderEvent
from orders.states import TRANSITIONS, State
from pricing.promotions import give_back_promotion

# What the customer is told about a step; the name of a mail template.
MAILS = {
    State.PAID: "order_confirmed",
    State.SHIPPED: "order_shipped",
    State.CANCELLED: "order_cancelled",
    State.EXPIRED: "order_expired",
}
EXPIRY_BATCH = 200


@transaction.atomic
def transition(
    order: Order, to: State, *, by: User | None = None, note: str = "", **columns: object
) -> Order:
    """Move an order on and note it; two who try the same step at once move it once. Raises WrongState.

    ``columns`` are saved with the new state. The customer is told after the commit.
    """
    sources = [state for state, targets in TRANSITIONS.items() if to in targets]
    before = Order.objects.select_for_update().get(pk=order.pk)
    moved = Order.objects.filter(pk=order.pk, customer_id=order.customer_id, state__in=sources)
    if not moved.update(state=to, updated_at=timezone.now(), **columns):
        raise WrongState
    OrderEvent.objects.create(
        order=order, customer_id=order.customer_id, from_state=before.state, to_state=to, by=by, note=note
    )
    order.refresh_from_db()
    if to in MAILS:
        after_commit(mail_order, str(order.pk), MAILS[to])
    return order


def pack_order(order: Order, *, by: User) -> Order:
    """Note that the parcel is ready."""
    return transition(order, State.PACKED, by=by)


def ship_order(order: Order, *, by: User, note: str = "") -> Order:
    """Note that the parcel left; ``note`` is its tracking number."""
    return transition(order, State.SHIPPED, by=by, note=note)


def deliver_order(order: Order, *, by: User) -> Order:
    """Note that the parcel arrived."""
    return transition(order, State.DELIVERED, by=by)


def cancel_order(order: Order, *, by: User | None, note: str = "") -> Order:
    """Call an unpaid order off and free its pieces; a paid one is refunded instead. Raises WrongState."""
    if order.state != State.AWAITING_PAYMENT:
        raise WrongState
    return _end_unpaid(order, State.CANCELLED, by=by, note=note)


def expire_due_orders() -> int:
    """End orders that were not paid in time; returns how many. Run by the schedule."""
    due = Order.objects.filter(state=State.AWAITING_PAYMENT, expires_at__lte=timezone.now())
    ended = 0
    for order in due.order_by("expires_at")[:EXPIRY_BATCH]:
        try:
            _end_unpaid(order, State.EXPIRED)
        except WrongState:
            continue  # Paid at the last moment: the payment has won.
        ended += 1
    return ended


@transaction.atomic
def _end_unpaid(order: Order, to: State, *, by: User | None = None, note: str = "") -> Order:
    ended = transition(order, to, by=by, note=note)
    release(order.pk, order.customer_id)
    if order.promotion:
        give_back_promotion(order.promotion, order.email)
    return ended
