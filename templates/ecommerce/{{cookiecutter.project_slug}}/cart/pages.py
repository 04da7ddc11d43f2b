"""What the page of a cart shows: every line with its price, and what has changed meanwhile."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from cart.models import Cart, CartLine
from pricing.models import ShippingMethod
from pricing.quotes import LineQuote
from pricing.services import Line, PricedCart, price_lines


@dataclass
class CartPage:
    """A priced cart with the lines that can be bought, and sentences about those that cannot."""

    cart: Cart | None
    priced: PricedCart | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[tuple[Line, LineQuote]]:
        """The lines with what each costs."""
        return list(self.priced.lines) if self.priced else []

    @property
    def can_be_ordered(self) -> bool:
        """Whether there is something to buy and nothing is in the way."""
        return bool(self.rows) and not self.problems


def load_page(cart: Cart | None, *, country: str, method: ShippingMethod | None = None) -> CartPage:
    """Return the page of a cart. Three queries, whatever the number of lines: lines, tax rates, offers."""
    if cart is None:
        return CartPage(cart=None)
    lines = list(cart.lines.with_articles(cart.currency))
    prices = {line.variant_id: line.amount for line in lines if line.amount is not None}
    sellable = [line for line in lines if line.variant.pk in prices and line.variant.is_active]
    priced = price_lines(
        sellable,
        country=country,
        currency=cart.currency,
        now=timezone.now(),
        method=method,
        coupon_code=cart.coupon_code,
        prices=prices,
    )
    problems = [sentence for line in lines if (sentence := _problem(line, line in sellable))]
    return CartPage(cart=cart, priced=priced, problems=problems)


def _problem(line: CartLine, is_sellable: bool) -> str:
    name = str(line.variant)
    if not (is_sellable and line.variant.product.is_for_sale):
        return _("“%(name)s” is not for sale any more. Please take it out.") % {"name": name}
    available = line.variant.stock.available if hasattr(line.variant, "stock") else 0
    if available < line.quantity:
        return _("Of “%(name)s” only %(count)d are left. Please lower the number.") % {
            "name": name,
            "count": available,
        }
    return ""
