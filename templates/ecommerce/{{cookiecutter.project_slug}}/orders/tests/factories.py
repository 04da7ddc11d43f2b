"""Carts that are ready to be ordered, and orders, for tests."""

from typing import Any

from accounts.models import User
from cart.models import Cart
from cart.services import add_to_cart
from catalog.models import Variant
from catalog.tests.factories import make_product
from orders.models import Order
from orders.placing import Checkout, place_order
from pricing.tests.factories import make_method

ADDRESS = {
    "name": "Ada Example",
    "street": "Long Street 1",
    "postcode": "12345",
    "city": "Harbour",
    "country": "DE",
}


def make_cart(*lines: tuple[Variant, int], user: User | None = None, **fields: Any) -> Cart:
    """Return an open cart with the lines, or with one piece of a new product."""
    cart = Cart.objects.create(user=user, currency="EUR", **fields)
    for variant, quantity in lines or [(make_product().variants.get(), 1)]:
        add_to_cart(cart, variant, quantity)
    return cart


def make_checkout(user: User | None = None, **fields: Any) -> Checkout:
    """Return what a customer enters: shipping to Germany for 4.90 EUR."""
    values = {
        "email": user.email if user else "guest@example.org",
        "shipping_address": ADDRESS,
        "billing_address": ADDRESS,
        "user": user,
    } | fields
    values.setdefault("method", make_method())
    return Checkout(**values)


def make_order(*lines: tuple[Variant, int], user: User | None = None, **fields: Any) -> Order:
    """Return an order that awaits its payment, placed as a customer does."""
    lines = lines or ((make_product().variants.get(), 1),)
    cart = make_cart(*lines, user=user)
    goods = sum(variant.prices.get().amount * quantity for variant, quantity in lines)
    order = place_order(cart, make_checkout(user), expected_total=goods + 490)
    if fields:
        Order.objects.filter(pk=order.pk).update(**fields)
        order.refresh_from_db()
    return order
