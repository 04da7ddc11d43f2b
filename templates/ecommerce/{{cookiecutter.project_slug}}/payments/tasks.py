"""What the schedule does about payments: events may get lost, and processes may die between two lines."""

import logging
from datetime import timedelta

from celery import shared_task
from django.db.models import QuerySet
from django.utils import timezone

from core.errors import DomainError
from core.tasks import RetryingTask
from orders.states import State
from payments import stripe_api
from payments.errors import GatewayRefused
from payments.fulfilment import settle
from payments.models import GatewayEvent, Payment, Refund
from payments.refunds import send_refund

logger = logging.getLogger(__name__)

BATCH = 100
# Younger ones are in somebody's hands: the customer's or the webhook's.
QUIET_MINUTES = 5
# After this, no customer has the page of the gateway open any more.
NEVER_SENT_HOURS = 2
# Stripe repeats an event for three days, and by hand for thirty.
EVENT_DAYS = 60


@shared_task(base=RetryingTask)
def reconcile_payments() -> int:
    """Ask about payments under way and send refunds that were not sent; returns how many moved on."""
    moved = 0
    for payment in _quiet(Payment.objects.filter(state=Payment.State.OPEN).select_related("order")):
        Payment.objects.filter(pk=payment.pk).update(updated_at=timezone.now())
        moved += _reconcile(payment)
    for refund in _quiet(Refund.objects.filter(state=Refund.State.REQUESTED)):
        moved += send_refund(str(refund.pk)) != Refund.State.REQUESTED
    old = Payment.objects.filter(
        state=Payment.State.CREATED, created_at__lt=timezone.now() - timedelta(hours=NEVER_SENT_HOURS)
    )
    return moved + old.update(state=Payment.State.EXPIRED, updated_at=timezone.now())


@shared_task(base=RetryingTask)
def forget_old_events() -> int:
    """Delete events that the gateway does not send again any more; returns how many."""
    limit = timezone.now() - timedelta(days=EVENT_DAYS)
    return GatewayEvent.objects.filter(received_at__lt=limit).delete()[0]


def _quiet(rows: QuerySet) -> QuerySet:
    limit = timezone.now() - timedelta(minutes=QUIET_MINUTES)
    return rows.filter(updated_at__lt=limit).order_by("updated_at")[:BATCH]


def _reconcile(payment: Payment) -> bool:
    """Do what follows from the session; one that fails does not keep the others waiting."""
    try:
        session = stripe_api.retrieve_session(payment.session_id)
        if session.status == "open" and payment.order.state != State.AWAITING_PAYMENT:
            session = _close(session.id)
        return settle(session).what not in ("open", "known", "the bank decides later")
    except DomainError:
        logger.warning("payment %s could not be asked about", payment.pk)
        return False


def _close(session_id: str) -> stripe_api.Session:
    """End the session of an order that is over; a customer who has just paid wins."""
    try:
        return stripe_api.expire_session(session_id)
    except GatewayRefused:
        return stripe_api.retrieve_session(session_id)
