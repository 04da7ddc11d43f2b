"""What a visitor has entered so far, kept in the session: never a price, and nothing of a payment."""

from typing import Any, Self

from django.http import HttpRequest

from accounts.models import User
from orders.placing import Checkout
from pricing.models import ShippingMethod

KEY = "checkout"


class Entries:
    """The entries of one visitor; ``save`` keeps them for the next step."""

    def __init__(self, request: HttpRequest) -> None:
        """Read what the session holds."""
        self.session = request.session
        stored: dict[str, Any] = self.session.get(KEY, {})
        self.email: str = stored.get("email", "")
        self.shipping_address: dict[str, str] = stored.get("shipping_address", {})
        self.billing_address: dict[str, str] = stored.get("billing_address", {})
        self.method_id: int | None = stored.get("method_id")

    @property
    def has_addresses(self) -> bool:
        """Whether the first step is done."""
        return bool(self.email and self.shipping_address and self.billing_address)

    @property
    def country(self) -> str:
        """Where the order goes: this decides taxes and shipping."""
        return self.shipping_address["country"]

    @property
    def has_own_billing_address(self) -> bool:
        """Whether the bill goes elsewhere than the parcel."""
        return self.billing_address != self.shipping_address

    def save(self) -> Self:
        """Keep the entries in the session."""
        self.session[KEY] = {
            "email": self.email,
            "shipping_address": self.shipping_address,
            "billing_address": self.billing_address,
            "method_id": self.method_id,
        }
        return self

    def forget(self) -> None:
        """Leave no addresses in the browser's session once they stand on an order."""
        self.session.pop(KEY, None)

    def checkout(self, user: User | None, method: ShippingMethod) -> Checkout:
        """Return the entries as the order wants them."""
        return Checkout(
            email=self.email,
            shipping_address=self.shipping_address,
            billing_address=self.billing_address,
            method=method,
            user=user,
        )
