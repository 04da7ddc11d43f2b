"""Giving money back: kept aside on the payment, then asked for, then noted; each step can be repeated."""

import logging

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from core.mail import send_mail_later
from core.tasks import after_commit
from inventory.services import restock as put_back
from orders.invoices import issue_credit_note
from orders.links import order_path
from orders.models import Order
from orders.services import transition
from orders.states import State
from payments import stripe_api
from payments.errors import GatewayRefused, GatewayUnavailable, RefundTooLarge
from payments.models import Payment, Refund
from pricing.money import format_money

logger = logging.getLogger(__name__)

# Money of these payments can go back.
CAPTURED = (Payment.State.PAID, Payment.State.UNMATCHED)
NOT_GIVEN = ("failed", "canceled")


@transaction.atomic
def request_refund(
    payment: Payment, amount: int, *, by: User | None, reason: str = "", restock: bool = False
) -> Refund:
    """Keep the amount aside and ask the gateway for it after the commit. Raises RefundTooLarge.

    Two who give back at once never give more than was paid.
    """
    if amount < 1 or not _keep_aside(payment, amount):
        raise RefundTooLarge
    refund = Refund.objects.create(
        customer_id=payment.customer_id,
        payment=payment,
        amount=amount,
        reason=reason,
        restock=restock,
        by=by,
    )
    after_commit(send_refund, str(refund.pk))
    return refund


@shared_task
def send_refund(refund_id: str) -> str:
    """Ask the gateway for a refund and note its answer; returns the state. The key makes it happen once.

    When the gateway cannot be reached the refund stays requested: the schedule sends it again.
    """
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    if refund.state != Refund.State.REQUESTED:
        return refund.state
    try:
        gateway_id, state = stripe_api.create_refund(
            refund.payment.intent_id, refund.amount, f"refund-{refund.pk}"
        )
    except GatewayUnavailable:
        logger.warning("refund %s waits: the gateway cannot be reached", refund.pk)
        return refund.state
    except GatewayRefused:
        return _fail(refund)
    return _fail(refund) if state in NOT_GIVEN else _succeed(refund, gateway_id)


@transaction.atomic
def note_refund(payment: Payment, refunded_in_all: int, *, reason: str) -> str:
    """Note what was given back at the gateway itself; the sum counts, so repeated news do nothing."""
    payment = _lock(payment)
    amount = min(refunded_in_all, payment.captured) - payment.refunded
    if amount <= 0:
        return "known"
    Payment.objects.filter(pk=payment.pk, customer_id=payment.customer_id).update(
        refunded=F("refunded") + amount, updated_at=timezone.now()
    )
    refund = Refund.objects.create(
        customer_id=payment.customer_id,
        payment=payment,
        amount=amount,
        reason=reason,
        state=Refund.State.SUCCEEDED,
    )
    _follow_up(refund, payment)
    return f"{amount} given back at the gateway"


@transaction.atomic
def _succeed(refund: Refund, gateway_id: str) -> str:
    """Note that the money is on its way, and what follows for the order, once."""
    payment = _lock(refund.payment)
    changed = Refund.objects.filter(pk=refund.pk, state=Refund.State.REQUESTED)
    if changed.update(state=Refund.State.SUCCEEDED, gateway_id=gateway_id, updated_at=timezone.now()):
        _follow_up(refund, payment)
    return Refund.State.SUCCEEDED


@transaction.atomic
def _fail(refund: Refund) -> str:
    """Note that nothing was given back: the amount can be asked for again."""
    payment = _lock(refund.payment)
    changed = Refund.objects.filter(pk=refund.pk, state=Refund.State.REQUESTED)
    if changed.update(state=Refund.State.FAILED, updated_at=timezone.now()):
        Payment.objects.filter(pk=payment.pk, customer_id=payment.customer_id).update(
            refunded=F("refunded") - refund.amount, updated_at=timezone.now()
        )
        logger.warning("refund %s was refused by the gateway", refund.pk)
    return Refund.State.FAILED


def _keep_aside(payment: Payment, amount: int) -> bool:
    """Take an amount from what is left of a payment: the condition and the change are one statement."""
    enough = Payment.objects.filter(
        pk=payment.pk,
        customer_id=payment.customer_id,
        state__in=CAPTURED,
        captured__gte=F("refunded") + amount,
    )
    return bool(enough.update(refunded=F("refunded") + amount, updated_at=timezone.now()))


def _lock(payment: Payment) -> Payment:
    """Lock the order and then the payment, in the order of every other step."""
    Order.objects.select_for_update().get(pk=payment.order_id, customer_id=payment.customer_id)
    return Payment.objects.select_for_update(of=("self",)).select_related("order").get(pk=payment.pk)


def _follow_up(refund: Refund, payment: Payment) -> None:
    order = payment.order
    refund.payment = payment
    if payment.state == Payment.State.PAID:
        Order.objects.filter(pk=order.pk, customer_id=order.customer_id).update(
            refunded=F("refunded") + refund.amount, updated_at=timezone.now()
        )
        issue_credit_note(refund)
        # Somebody said that the goods are back; no machine knows it.
        if refund.restock and refund.by:
            put_back(order.pk, order.customer_id, by=refund.by, note=refund.reason)
    if _is_whole(payment) and _ends_order(payment):
        transition(order, State.REFUNDED, by=refund.by, note=refund.reason)
    _mail(refund, order)


def _is_whole(payment: Payment) -> bool:
    given = payment.refunds.filter(state=Refund.State.SUCCEEDED).aggregate(sum=Sum("amount"))["sum"]
    return given == payment.captured


def _ends_order(payment: Payment) -> bool:
    """Tell whether the order ends with its money; a payment too many leaves a paid order as it is."""
    if payment.state == Payment.State.PAID:
        return payment.order.state != State.REFUNDED
    return payment.order.state in (State.EXPIRED, State.CANCELLED)


def _mail(refund: Refund, order: Order) -> None:
    with override(order.language):
        amount = format_money(refund.amount, order.currency)
    context = {"order": order, "amount": amount, "order_url": f"{settings.SITE_URL}{order_path(order)}"}
    send_mail_later("payment_refunded", order.email, context, language=order.language)
