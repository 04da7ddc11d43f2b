"""From a cart to an order: priced anew, promised and written in one transaction, before any payment."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from cart.models import Cart, CartLine
from customers.models import Customer
from inventory.services import reserve
from orders.errors import CartChanged, EmptyCart
from orders.models import Order, OrderAddress, OrderEvent, OrderLine
from orders.numbers import new_number
from pricing.models import ShippingMethod
from pricing.promotions import claim_promotion
from pricing.services import PricedCart, price_lines

PAYMENT_MINUTES = 60
# A guest's rows are found by an id made from the cart, which only they and we know.
GUESTS = uuid.UUID("b6a0a2f0-4c7e-4d53-9d0d-6a52f7f0c1de")


@dataclass(frozen=True)
class Checkout:
    """What the customer entered; addresses are dictionaries of the fields of OrderAddress."""

    email: str
    shipping_address: dict[str, str]
    billing_address: dict[str, str]
    method: ShippingMethod
    user: User | None = None


@transaction.atomic
def place_order(cart: Cart, checkout: Checkout, *, expected_total: int) -> Order:
    """Return the order of a cart; the same cart again returns the same order.

    The cart is locked first: of many submits one makes the order, and no line changes meanwhile.
    Raises EmptyCart, CartChanged, OutOfStock, CouponRefused, NoPrice: nothing is kept then.
    """
    cart = Cart.objects.select_for_update().get(pk=cart.pk)
    customer_id = customer_id_of(checkout.user, cart)
    placed = _order_of(cart, customer_id)
    if placed:
        return placed
    lines = _sellable_lines(cart)
    priced = price_lines(
        lines,
        country=checkout.shipping_address["country"],
        currency=cart.currency,
        now=timezone.now(),
        method=checkout.method,
        coupon_code=cart.coupon_code,
    )
    if priced.quote.total != expected_total:
        raise CartChanged
    until = timezone.now() + timedelta(minutes=PAYMENT_MINUTES)
    order = _write(cart, checkout, priced, customer_id, until)
    if priced.promotion:
        claim_promotion(priced.promotion, checkout.email)
    quantities = {line.variant: line.quantity for line in lines}
    reserve(order.pk, customer_id, quantities, until=until)
    cart.status = Cart.Status.ORDERED
    cart.save(update_fields=["status", "updated_at"])
    return order


def find_order(cart: Cart, user: User | None) -> Order | None:
    """Return the order that was made of a cart, if it was."""
    if cart.status != Cart.Status.ORDERED:
        return None
    return _order_of(cart, customer_id_of(user, cart))


def customer_id_of(user: User | None, cart: Cart) -> uuid.UUID:
    """Return the id under which a customer's rows are stored."""
    if user is None:
        return uuid.uuid5(GUESTS, str(cart.token))
    return Customer.objects.get_or_create(user=user)[0].pk


def _order_of(cart: Cart, customer_id: uuid.UUID) -> Order | None:
    return Order.objects.filter(customer_id=customer_id, cart_token=cart.token).first()


def _sellable_lines(cart: Cart) -> list[CartLine]:
    if cart.status != Cart.Status.OPEN:
        raise CartChanged
    lines = list(cart.lines.select_related("variant__product"))
    if not lines:
        raise EmptyCart
    if not all(line.variant.is_active and line.variant.product.is_for_sale for line in lines):
        raise CartChanged
    return lines


def _write(
    cart: Cart, checkout: Checkout, priced: PricedCart, customer_id: uuid.UUID, until: datetime
) -> Order:
    quote = priced.quote
    order = Order.objects.create(
        customer_id=customer_id,
        user=checkout.user,
        number=new_number(),
        cart_token=cart.token,
        email=checkout.email,
        language=get_language() or "en",
        currency=cart.currency,
        subtotal=quote.subtotal,
        discount=quote.discount,
        shipping=quote.shipping,
        tax=quote.tax,
        total=quote.total,
        shipping_method=checkout.method.name,
        coupon_code=priced.promotion.code or "" if priced.promotion else "",
        promotion=priced.promotion,
        expires_at=until,
    )
    OrderLine.objects.bulk_create(_lines(order, priced))
    OrderAddress.objects.bulk_create(
        OrderAddress(order=order, customer_id=customer_id, kind=kind, **address)
        for kind, address in [
            (OrderAddress.Kind.SHIPPING, checkout.shipping_address),
            (OrderAddress.Kind.BILLING, checkout.billing_address),
        ]
    )
    OrderEvent.objects.create(order=order, customer_id=customer_id, to_state=order.state, by=checkout.user)
    return order


def _lines(order: Order, priced: PricedCart) -> list[OrderLine]:
    return [
        OrderLine(
            order=order,
            customer_id=order.customer_id,
            variant=line.variant,
            sku=line.variant.sku,
            name=str(line.variant),
            quantity=line.quantity,
            unit_price=cost.unit_price,
            discount=cost.discount,
            tax=cost.tax,
            tax_basis_points=cost.basis_points,
            tax_included=cost.tax_included,
            total=cost.total,
            position=position,
        )
        for position, (line, cost) in enumerate(priced.lines)
    ]
