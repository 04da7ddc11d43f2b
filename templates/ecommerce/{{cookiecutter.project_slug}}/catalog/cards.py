"""Products as cards: what a list shows of each, in two queries whatever their number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F

from catalog.models import Price, Product, ProductImage
from catalog.replica import reading


@dataclass(frozen=True)
class Offer:
    """What the cheapest variant costs in one currency; ``has_range`` if others cost more."""

    lowest: int
    has_range: bool
    former: int | None
    currency: str


@dataclass(frozen=True)
class Card:
    """A product with its first picture and its price, None if it is not sold in the currency."""

    product: Product
    picture: ProductImage | None
    offer: Offer | None


def cards(products: Sequence[Product], currency: str) -> list[Card]:
    """Return the cards of products."""
    keys = [product.pk for product in products]
    return make_cards(products, pictures_of(keys), offers_of(keys, currency))


def make_cards(
    products: Iterable[Product], pictures: dict[int, list[ProductImage]], offers: dict[int, Offer]
) -> list[Card]:
    """Return the cards of products whose pictures and offers were fetched."""
    return [
        Card(product, next(iter(pictures.get(product.pk, [])), None), offers.get(product.pk))
        for product in products
    ]


def pictures_of(keys: Iterable[int]) -> dict[int, list[ProductImage]]:
    """Return the pictures of products in their order, by the id of the product."""
    found: dict[int, list[ProductImage]] = {}
    rows = ProductImage.objects.using(reading()).filter(product__in=list(keys))
    for picture in rows.order_by("position", "pk"):
        found.setdefault(picture.product_id, []).append(picture)
    return found


def offers_of(keys: Iterable[int], currency: str) -> dict[int, Offer]:
    """Return what each product costs from, by its id."""
    return {
        product: make_offer(prices) for product, prices in prices_by_product(keys, currency).items() if prices
    }


def prices_by_product(keys: Iterable[int], currency: str) -> dict[int, list[Price]]:
    """Return the prices of the variants of products in a currency, by the id of the product."""
    found: dict[int, list[Price]] = {}
    rows = Price.objects.using(reading()).filter(variant__product__in=list(keys), currency=currency)
    rows = rows.filter(variant__is_active=True).annotate(product_id=F("variant__product"))
    for price in rows.order_by("amount", "pk"):
        found.setdefault(price.product_id, []).append(price)
    return found


def make_offer(prices: Sequence[Price]) -> Offer:
    """Return the offer of a product from its prices, the lowest first."""
    lowest, highest = prices[0], prices[-1]
    is_lower = lowest.compare_at is not None and lowest.compare_at > lowest.amount
    former = lowest.compare_at if is_lower else None
    return Offer(lowest.amount, highest.amount > lowest.amount, former, lowest.currency)
