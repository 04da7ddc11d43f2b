"""The customer's way to the gateway and back. The way back proves nothing: the gateway is asked."""

import logging
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.ratelimit import rate_limit
from orders.links import order_path
from orders.models import Order
from orders.states import State
from payments.decorators import leads_to_payment
from payments.fulfilment import fulfil
from payments.models import Payment
from payments.policy import can_pay_order
from payments.sessions import start_payment

logger = logging.getLogger(__name__)

# The address of a payment shows the way to a guest's order, so it does not last.
RETURN_DAYS = 2


@require_POST
@rate_limit("pay", "20/m")
def pay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the customer to the gateway; what is paid and how much stands in the order, not in the form."""
    order = get_object_or_404(Order, pk=pk)
    if not can_pay_order(request.user, order):
        raise Http404
    try:
        return redirect(start_payment(order, site_url=f"{request.scheme}://{request.get_host()}"))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(order_path(order))


@require_GET
@never_cache
@leads_to_payment
@rate_limit("payment-status", "60/m", methods=("GET",))
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how the payment stands, after asking the gateway; the webhook may have been faster, or slower."""
    return _show(request, _asked(_recent(pk)), has_cancelled=False)


@require_GET
@never_cache
@leads_to_payment
@rate_limit("payment-status", "60/m", methods=("GET",))
def cancelled(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that nothing was paid, and how to go on; in another tab it may have been paid all the same."""
    return _show(request, _asked(_recent(pk)), has_cancelled=True)


def _recent(pk: UUID) -> Payment:
    payments = Payment.objects.select_related("order")
    return get_object_or_404(payments, pk=pk, created_at__gte=timezone.now() - timedelta(days=RETURN_DAYS))


def _asked(payment: Payment) -> Payment:
    if payment.state == Payment.State.OPEN:
        try:
            return fulfil(payment.session_id).payment or payment
        except DomainError:
            logger.warning("payment %s could not be asked about", payment.pk)
    return payment


def _show(request: HttpRequest, payment: Payment, *, has_cancelled: bool) -> HttpResponse:
    order = payment.order
    context = {
        "payment": payment,
        "order": order,
        "order_url": order_path(order),
        "is_paid": payment.state == Payment.State.PAID,
        "is_sent_back": payment.state == Payment.State.UNMATCHED,
        "is_waiting": payment.state == Payment.State.OPEN and not has_cancelled,
        "can_pay": order.state == State.AWAITING_PAYMENT and can_pay_order(request.user, order),
    }
    template = "payments/status_panel.html" if request.htmx else "payments/status.html"
    return render(request, template, context)
