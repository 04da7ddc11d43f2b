"""An order, a gateway of its own and the events between them, for tests."""

from typing import Any

from django.test import override_settings
from django.urls import reverse

from accounts.tests.factories import make_user
from catalog.tests.factories import make_product
from gateway.cards import BY_NUMBER
from gateway.defaults import LOCAL_KEY, LOCAL_SIGNING_KEY
from gateway.store import Record
from gateway.testing import SUCCESS, events_of, running_gateway
from inventory.models import Movement, Stock
from orders.models import Order
from orders.tests.factories import make_order
from payments.models import Payment
from payments.sessions import start_payment


class GatewayMixin:
    """Runs a gateway on a free port for each test; the test itself carries the events to the webhook."""

    def setUp(self) -> None:
        super().setUp()
        self.gateway = self.enterContext(running_gateway())
        keys = {"STRIPE_SECRET_KEY": LOCAL_KEY, "STRIPE_WEBHOOK_SECRET": LOCAL_SIGNING_KEY}
        self.enterContext(override_settings(STRIPE_API_BASE=self.gateway.url, **keys))

    def make_started(self, *lines: Any, **fields: Any) -> Payment:
        """Return the payment of a new order, whose customer is on the page of the gateway."""
        order = make_order(*lines, **fields)
        start_payment(order)
        return order.payments.get()

    def pay(self, payment: Payment, number: str = SUCCESS) -> Record:
        """Pay at the gateway, and return the event that tells of it."""
        self.gateway.bank.pay(payment.session_id, BY_NUMBER[number])
        return events_of(self.gateway)[-1]

    def make_paid(self, *lines: Any, **fields: Any) -> Payment:
        """Return a payment that is settled."""
        payment = self.make_started(*lines, **fields)
        self.deliver(self.pay(payment))
        payment.refresh_from_db()
        return payment

    def deliver(self, event: Record, **headers: str) -> int:
        """Bring an event to the webhook; returns the status of the answer."""
        body, signature = self.gateway.deliveries.payload(event)
        with self.captureOnCommitCallbacks(execute=True):
            return self.post_event(body, headers.get("signature", signature))

    def post_event(self, body: str, signature: str) -> int:
        """Post a body to the webhook as it is; returns the status of the answer."""
        response = self.client.post(
            reverse("payments:webhook"),
            data=body,
            content_type="application/json",
            headers={"stripe-signature": signature},
        )
        return response.status_code


def stand(order: Order) -> tuple[str, int, int, int]:
    """Return the state of an order of one article, what lies on the shelf, is promised, and was sold."""
    order.refresh_from_db()
    stock = Stock.objects.get()
    sold = Movement.objects.filter(reason=Movement.Reason.SOLD).count()
    return order.state, stock.on_hand, stock.reserved, sold


def make_variant(stock: int = 10) -> Any:
    """Return an article for 19.99 EUR."""
    return make_product("Tea", price=1999, stock=stock).variants.get()


def make_support() -> Any:
    """Return somebody of support."""
    return make_user(None, "support")
