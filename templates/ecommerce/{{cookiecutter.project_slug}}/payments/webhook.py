"""The address that the gateway calls: no session, no CSRF token; its signature is the proof."""

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payments.errors import BadEvent, GatewayRefused, GatewayUnavailable
from payments.events import handle_event
from payments.stripe_api import read_event

logger = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Take an event: 400 when it is not signed, 503 when sending it again helps, else 200."""
    try:
        event = read_event(request.body, request.headers.get("Stripe-Signature", ""))
    except BadEvent:
        logger.warning("a message without a valid signature came to the webhook")
        return HttpResponse(status=400)
    try:
        handle_event(event)
    except GatewayUnavailable:
        return HttpResponse(status=503)
    except GatewayRefused:
        logger.warning("event %s names something that the gateway does not know", event.id)
    return HttpResponse(status=200)
