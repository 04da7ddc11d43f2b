"""Half a year of orders of the demonstration, with payments, papers and movements that agree."""

import random
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from catalog.models import Price, Product, Variant
from customers.models import Customer
from inventory.models import Movement, Reservation
from orders.invoices import issue_credit_note, issue_invoice
from orders.models import Order, OrderAddress, OrderEvent, OrderLine
from orders.numbers import new_number
from orders.states import State
from payments.models import Payment, Refund
from pricing.models import TaxRate
from pricing.quotes import Article, Quote, quote

Progress = Callable[[str, int, int], None]

MOST_ORDERS = 3000
MOST_VARIANTS = 300
DAYS = 180
SHIPPING = 490
GUEST_SHARE = 0.2
# The way of an order to each state; every step takes some hours.
WAYS = {
    State.PAID: (State.PAID,),
    State.PACKED: (State.PAID, State.PACKED),
    State.SHIPPED: (State.PAID, State.PACKED, State.SHIPPED),
    State.DELIVERED: (State.PAID, State.PACKED, State.SHIPPED, State.DELIVERED),
    State.REFUNDED: (State.PAID, State.PACKED, State.SHIPPED, State.DELIVERED, State.REFUNDED),
    State.EXPIRED: (State.EXPIRED,),
    State.CANCELLED: (State.CANCELLED,),
}
PLACES = [("10115", "Berlin"), ("20095", "Hamburg"), ("50667", "Köln"), ("80331", "München")]


class Writer:
    """Collects the rows of all orders, so that each table is written at once."""

    def __init__(self, chance: random.Random) -> None:
        """Read what can be bought, and by whom."""
        self.chance = chance
        self.currency, self.country = settings.CURRENCIES[0], settings.COUNTRIES[0]
        prices = Price.objects.filter(
            currency=self.currency, variant__is_active=True, variant__product__in=Product.objects.for_sale()
        )
        prices = prices.select_related("variant__product").order_by("variant")[:MOST_VARIANTS]
        self.goods = [(price.variant, price.amount) for price in prices]
        self.rates = {rate.tax_class_id: rate for rate in TaxRate.objects.filter(country=self.country)}
        self.people = list(User.objects.active().filter(is_staff=False).order_by("pk")[:200])
        self.customers = {user.pk: Customer.objects.get_or_create(user=user)[0].pk for user in self.people}
        self.rows: dict[type, list[Any]] = {}
        self.sold: Counter[Variant] = Counter()

    def add(self, row: Any) -> None:
        """Keep a row for the end."""
        self.rows.setdefault(type(row), []).append(row)

    def order(self, placed_at: datetime) -> None:
        """Make one order and all that hangs on it."""
        is_guest = self.chance.random() < GUEST_SHARE or not self.people
        user = None if is_guest else self.chance.choice(self.people)
        chosen = self.chance.sample(self.goods, k=min(self.chance.randint(1, 4), len(self.goods)))
        basket = [(variant, amount, self.chance.randint(1, 2)) for variant, amount in chosen]
        total = quote([self._article(*line) for line in basket], shipping=SHIPPING)
        state = self._state(timezone.now() - placed_at)
        order = Order(
            customer_id=self.customers[user.pk] if user else uuid.uuid4(),
            user=user,
            number=new_number(),
            cart_token=uuid.uuid4(),
            email=user.email if user else f"guest{self.chance.randint(1, 999)}@example.com",
            language=settings.LANGUAGE_CODE,
            state=state,
            currency=self.currency,
            shipping_method="Parcel",
            **{name: getattr(total, name) for name in ("subtotal", "discount", "shipping", "tax", "total")},
        )
        self.add(order)
        self._lines(order, basket, total)
        self._addresses(order, user.name if user else "Gast Example")
        self._steps(order, placed_at)

    def _article(self, variant: Variant, amount: int, quantity: int) -> Article:
        rate = self.rates.get(variant.product.tax_class_id)
        return Article(amount, quantity, rate.basis_points if rate else 0, rate.included if rate else True)

    def _state(self, age: timedelta) -> State:
        if self.chance.random() < 0.08:
            return self.chance.choice([State.EXPIRED, State.CANCELLED])
        if age < timedelta(days=2):
            return self.chance.choice([State.PAID, State.PAID, State.PACKED])
        if age < timedelta(days=6):
            return State.SHIPPED
        return State.REFUNDED if self.chance.random() < 0.04 else State.DELIVERED

    def _lines(self, order: Order, basket: list, total: Quote) -> None:
        is_sold = State.PAID in WAYS[order.state]
        for position, ((variant, _amount, quantity), cost) in enumerate(
            zip(basket, total.lines, strict=True)
        ):
            ids = {"order_id": order.pk, "variant": variant, "quantity": quantity}
            line = OrderLine(
                customer_id=order.customer_id,
                sku=variant.sku,
                name=str(variant),
                unit_price=cost.unit_price,
                discount=cost.discount,
                tax=cost.tax,
                tax_basis_points=cost.basis_points,
                tax_included=cost.tax_included,
                total=cost.total,
                position=position,
                **ids,
            )
            self.add(line)
            ended = Reservation.State.TAKEN if is_sold else Reservation.State.RELEASED
            self.add(
                Reservation(customer_id=order.customer_id, state=ended, expires_at=timezone.now(), **ids)
            )
            if is_sold:
                self.sold[variant] += quantity
                self.add(Movement(**ids | {"quantity": -quantity}, reason=Movement.Reason.SOLD))

    def _addresses(self, order: Order, name: str) -> None:
        postcode, city = self.chance.choice(PLACES)
        for kind in OrderAddress.Kind:
            self.add(
                OrderAddress(
                    order=order,
                    customer_id=order.customer_id,
                    kind=kind,
                    name=name,
                    street=f"Teststraße {self.chance.randint(1, 99)}",
                    postcode=postcode,
                    city=city,
                    country=self.country,
                )
            )

    def _steps(self, order: Order, at: datetime) -> None:
        """Note how the order came to its state, and the payment on the way."""
        order.created_at, before = at, ""
        for state in (State.AWAITING_PAYMENT, *WAYS[order.state]):
            event = OrderEvent(order=order, customer_id=order.customer_id, from_state=before, to_state=state)
            event.created_at = at
            self.add(event)
            if state == State.PAID:
                order.paid_at = at
            before, order.updated_at = state, at
            at = min(at + timedelta(hours=self.chance.randint(1, 30)), timezone.now())
        if order.paid_at:
            self.add(_payment(order))
        if order.state == State.REFUNDED:
            order.refunded = order.total


def _payment(order: Order) -> Payment:
    """Return what the gateway would have told. It does not know these, so they cannot be given back."""
    return Payment(
        order=order,
        customer_id=order.customer_id,
        idempotency_key=f"demo-{order.pk}",
        amount=order.total,
        currency=order.currency,
        captured=order.total,
        refunded=order.total if order.state == State.REFUNDED else 0,
        state=Payment.State.PAID,
    )


@transaction.atomic
def seed(size: int, progress: Progress) -> None:
    """Make twice as many orders as ``size``, but not more than some thousands; once, after the goods."""
    chance = random.Random(7)  # noqa: S311 - a demonstration, no secret
    writer = Writer(chance)
    if Order.objects.exists() or not writer.goods:
        return
    count = min(size * 2, MOST_ORDERS)
    # Squared: the shop is growing, so most orders are young and some are still to be sent.
    for days in sorted((DAYS * chance.random() ** 2 for _ in range(count)), reverse=True):
        writer.order(timezone.now() - timedelta(days=days))
    _save(writer)
    _issue_papers(progress)


def _save(writer: Writer) -> None:
    """Write the tables, each after those that it points to; what was sold came in before."""
    Movement.objects.bulk_create(
        Movement(variant=variant, quantity=quantity, reason=Movement.Reason.RECEIVED)
        for variant, quantity in writer.sold.items()
    )
    tables: list[Any] = [Order, OrderLine, OrderAddress, OrderEvent, Payment, Reservation, Movement]
    for model in tables:
        rows = writer.rows.get(model, [])
        # Fields that note the moment by themselves would say now: they are set again.
        moments = {row.pk: row.created_at for row in rows} if model in (Order, OrderEvent) else {}
        model.objects.bulk_create(rows, batch_size=500)
        for row in rows:
            if row.pk in moments:
                row.created_at = moments[row.pk]
        if moments:
            model.objects.bulk_update(rows, ["created_at"], batch_size=200)


def _issue_papers(progress: Progress) -> None:
    """Issue invoices and credit notes in the order of the payments, as numbers without gaps want it."""
    orders = Order.objects.filter(paid_at__isnull=False).order_by("paid_at")
    for number, order in enumerate(orders, start=1):
        issue_invoice(order, on=timezone.localdate(order.paid_at))
        if order.state == State.REFUNDED:
            payment = order.payments.get()
            refund = Refund.objects.create(
                payment=payment,
                customer_id=order.customer_id,
                amount=order.total,
                reason="Sent back",
                state=Refund.State.SUCCEEDED,
            )
            issue_credit_note(refund)
        progress("Orders", number, len(orders))
