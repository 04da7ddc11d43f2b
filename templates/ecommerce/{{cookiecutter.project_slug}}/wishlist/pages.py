"""What the page of a wishlist shows: each wish with its price and whether it can be had."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.models import Price
from wishlist.models import Wish


@dataclass(frozen=True)
class WishRow:
    """A wish as it stands today in one currency."""

    wish: Wish
    price: Price | None
    is_offered: bool
    available: int

    @property
    def can_be_bought(self) -> bool:
        """Whether one piece can go into the cart now."""
        return self.is_offered and self.price is not None and self.available > 0


def rows_of(wishes: Iterable[Wish], currency: str) -> list[WishRow]:
    """Return the rows of wishes that were fetched with their articles."""
    return [_row(wish, currency) for wish in wishes]


def _row(wish: Wish, currency: str) -> WishRow:
    variant = wish.variant
    return WishRow(
        wish=wish,
        price=variant.price_in(currency),
        is_offered=variant.is_active and variant.product.is_for_sale,
        available=variant.stock.available if hasattr(variant, "stock") else 0,
    )
