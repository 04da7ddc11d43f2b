"""What the lines of a cart cost for a country and a currency: reads prices, rates and promotions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.models import Price, Variant
from pricing.errors import CouponRefused, NoPrice
from pricing.models import Promotion, ShippingMethod, TaxRate
from pricing.promotions import best_offer, discount_of, find_promotion
from pricing.quotes import Article, LineQuote, Quote, quote
from pricing.shipping import cost


class Line(Protocol):
    """A variant, with its product fetched, and how many of it."""

    variant: Variant
    quantity: int


@dataclass(frozen=True)
class PricedCart:
    """The lines with what each costs, the whole, and the promotion that was taken into account."""

    lines: Sequence[tuple[Line, LineQuote]]
    quote: Quote
    currency: str
    promotion: Promotion | None = None
    coupon_error: str = ""
    weight_grams: int = 0


def price_lines(
    lines: Sequence[Line],
    *,
    country: str,
    currency: str,
    now: datetime,
    method: ShippingMethod | None = None,
    coupon_code: str = "",
    prices: Mapping[int, int] | None = None,
) -> PricedCart:
    """Return what the lines cost. A coupon that does not hold is reported, not raised. Raises NoPrice.

    Three queries, whatever the number of lines: prices (unless given), tax rates, promotion.
    """
    if prices is None:
        prices = prices_of((line.variant for line in lines), currency)
    articles = _articles(lines, country, prices)
    subtotal = sum(article.unit_price * article.quantity for article in articles)
    weight = sum(line.variant.weight_grams * line.quantity for line in lines)
    promotion, coupon_error = _promotion(coupon_code, subtotal, currency, now)
    shipping = cost(method, weight_grams=weight, subtotal=subtotal) if method else 0
    total = quote(articles, shipping=shipping, discount=discount_of(promotion))
    return PricedCart(
        lines=list(zip(lines, total.lines, strict=True)),
        quote=total,
        currency=currency,
        promotion=promotion,
        coupon_error=coupon_error,
        weight_grams=weight,
    )


def prices_of(variants: Iterable[Variant], currency: str) -> dict[int, int]:
    """Return the amount of each variant that has a price in the currency, by its id."""
    prices = Price.objects.filter(variant__in=[variant.pk for variant in variants], currency=currency)
    return dict(prices.values_list("variant_id", "amount"))


def _articles(lines: Sequence[Line], country: str, prices: Mapping[int, int]) -> list[Article]:
    rates = {rate.tax_class_id: rate for rate in TaxRate.objects.filter(country=country)}
    articles = []
    for line in lines:
        if line.variant.pk not in prices:
            raise NoPrice
        rate = rates.get(line.variant.product.tax_class_id)
        articles.append(
            Article(
                unit_price=prices[line.variant.pk],
                quantity=line.quantity,
                basis_points=rate.basis_points if rate else 0,
                tax_included=rate.included if rate else True,
            )
        )
    return articles


def _promotion(code: str, subtotal: int, currency: str, now: datetime) -> tuple[Promotion | None, str]:
    """Return the coupon if it holds for the goods, else the best offer and why the coupon does not."""
    try:
        coupon = find_promotion(code, currency=currency, now=now)
        if coupon and subtotal < coupon.minimum:
            raise CouponRefused
    except CouponRefused as error:
        return best_offer(subtotal, currency=currency, now=now), str(error)
    return coupon or best_offer(subtotal, currency=currency, now=now), ""
