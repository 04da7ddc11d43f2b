"""What follows from a payment, once: told by the webhook, the page of return or the schedule."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from inventory.errors import NotReserved, OutOfStock
from inventory.models import Reservation
from inventory.services import reserve_again, take
from orders.invoices import issue_invoice
from orders.models import Order
from orders.services import transition
from orders.states import State
from payments import stripe_api
from payments.alerts import alert_support
from payments.errors import NotPayable
from payments.models import Payment
from payments.refunds import request_refund
from payments.stripe_api import Session
from pricing.errors import CouponRefused
from pricing.promotions import claim_promotion

logger = logging.getLogger(__name__)

# How long the bank may think about a debit before the order is given up.
DEBIT_DAYS = 7


@dataclass(frozen=True)
class Outcome:
    """What was done about a session; ``payment`` is None when it is not ours."""

    payment: Payment | None
    what: str


def fulfil(session_id: str) -> Outcome:
    """Ask the gateway about a session and do what follows from it; again does nothing.

    Raises GatewayUnavailable, GatewayRefused.
    """
    return settle(stripe_api.retrieve_session(session_id))


@transaction.atomic
def settle(session: Session, *, has_failed: bool = False) -> Outcome:
    """Do what follows from the present state of a session, in one transaction; again does nothing.

    ``has_failed``: the bank has refused a debit, which the session itself does not tell.
    """
    payment = _lock(session)
    if payment is None:
        return Outcome(None, "not ours")
    if payment.state in (Payment.State.PAID, Payment.State.UNMATCHED):
        return Outcome(payment, "known")
    if session.is_paid:
        return Outcome(payment, _settle_paid(payment, session))
    if has_failed or session.status == "expired":
        _save(payment, Payment.State.FAILED if has_failed else Payment.State.EXPIRED)
        return Outcome(payment, "failed" if has_failed else "expired")
    if session.status == "complete" and payment.state != Payment.State.FAILED:
        _wait_for_bank(payment)
        return Outcome(payment, "the bank decides later")
    return Outcome(payment, payment.state)


@transaction.atomic(durable=True)
def settle_free(order: Order) -> Payment:
    """Confirm an order that costs nothing: there is nothing to ask the gateway. Raises NotPayable."""
    order = Order.objects.select_for_update().get(pk=order.pk, customer_id=order.customer_id)
    paid = order.payments.filter(state=Payment.State.PAID).first()
    if paid:
        return paid
    if order.total or order.state != State.AWAITING_PAYMENT:
        raise NotPayable
    payment = Payment.objects.create(
        customer_id=order.customer_id,
        order=order,
        idempotency_key=f"order-{order.pk}-free",
        amount=0,
        currency=order.currency,
        state=Payment.State.PAID,
    )
    _confirm(order)
    return payment


def _lock(session: Session) -> Payment | None:
    """Return the payment of a session, with its order locked before it, as everywhere."""
    known = Payment.objects.filter(session_id=session.id).first()
    if known is None and session.payment_id:
        # The customer or the event was faster than the line that notes the session.
        known = Payment.objects.filter(pk=session.payment_id, session_id="").first()
    if known is None:
        return None
    Order.objects.select_for_update().get(pk=known.order_id, customer_id=known.customer_id)
    payment = Payment.objects.select_for_update(of=("self",)).select_related("order").get(pk=known.pk)
    payment.session_id = session.id
    return payment


def _settle_paid(payment: Payment, session: Session) -> str:
    payment.captured = session.amount
    payment.intent_id = session.intent_id
    order = payment.order
    if (session.amount, session.currency) != (order.total, order.currency):
        return _send_back(payment, "another amount than the order's")
    try:
        with transaction.atomic():
            _fulfil_order(order)
    except OutOfStock:
        return _send_back(payment, "paid after its time, and sold out meanwhile")
    except NotPayable:
        return _send_back(payment, "nothing was owed")
    _save(payment, Payment.State.PAID)
    return "paid"


def _fulfil_order(order: Order) -> None:
    """Confirm the order, also when the money comes after its time. Raises OutOfStock, NotPayable."""
    if order.state == State.AWAITING_PAYMENT:
        try:
            with transaction.atomic():
                return _confirm(order)
        except NotReserved:
            pass  # The pieces were freed, the order was not ended yet: it is late all the same.
    elif order.state != State.EXPIRED:
        raise NotPayable
    reserve_again(order.pk, order.customer_id, until=timezone.now() + timedelta(hours=1))
    _claim_coupon_again(order)
    return _confirm(order, note="late")


def _confirm(order: Order, note: str = "") -> None:
    take(order.pk, order.customer_id)
    transition(order, State.PAID, note=note, paid_at=timezone.now(), expires_at=None)
    issue_invoice(order)


def _claim_coupon_again(order: Order) -> None:
    """Count the coupon that was given back when the order ended; the agreed price holds in any case."""
    if order.promotion:
        try:
            with transaction.atomic():
                claim_promotion(order.promotion, order.email)
        except CouponRefused:
            logger.info("order %s keeps the price of a coupon that is used up", order.pk)


def _send_back(payment: Payment, reason: str) -> str:
    """Give everything back, and let support know."""
    _save(payment, Payment.State.UNMATCHED)
    request_refund(payment, payment.captured, by=None, reason=reason)
    alert_support("payment_unmatched", payment, reason=reason)
    logger.warning("payment %s goes back: %s", payment.pk, reason)
    return f"sent back: {reason}"


def _wait_for_bank(payment: Payment) -> None:
    """Keep the pieces while a bank decides about a debit."""
    until = timezone.now() + timedelta(days=DEBIT_DAYS)
    order = payment.order
    Order.objects.filter(
        pk=order.pk, customer_id=order.customer_id, state=State.AWAITING_PAYMENT, expires_at__lt=until
    ).update(expires_at=until)
    Reservation.objects.filter(
        customer_id=order.customer_id, order_id=order.pk, state=Reservation.State.HELD
    ).update(expires_at=until)
    _save(payment, Payment.State.OPEN)


def _save(payment: Payment, state: Payment.State) -> None:
    payment.state = state
    payment.save(update_fields=["state", "session_id", "intent_id", "captured", "updated_at"])
