"""Prices of many variants at once, and the columns that products keep of their variants."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import F, Min, Q
from django.utils.translation import gettext as _

from accounts.models import User
from catalog.errors import BadPercentage
from catalog.history import note_change
from catalog.models import Price, Product, Variant
from catalog.shown import forget_catalog, forget_product
from pricing.money import BASIS_POINTS, divide

LOWEST, HIGHEST = Decimal(-90), Decimal(300)
PERCENT_DIGITS = 2


@transaction.atomic
def change_prices(
    products: Iterable[Product], percent: Decimal, *, by: User, show_former: bool = False
) -> int:
    """Change all prices of products by a percentage, halves rounded up; returns how many prices.

    With ``show_former`` the present price is shown struck through beside a lower one. Raises BadPercentage.
    """
    points = percent.scaleb(PERCENT_DIGITS)
    if percent.is_nan() or not LOWEST <= percent <= HIGHEST or points != points.to_integral_value():
        raise BadPercentage
    chosen = list(products)
    prices = list(Price.objects.select_for_update().filter(variant__product__in=chosen).order_by("pk"))
    for price in prices:
        amount = divide(price.amount * (BASIS_POINTS + int(points)), BASIS_POINTS)
        price.compare_at = price.amount if show_former and amount < price.amount else None
        price.amount = amount
    Price.objects.bulk_update(prices, ["amount", "compare_at"], batch_size=500)
    for product in chosen:
        refresh_product(product)
    note_change(chosen, by=by, message=_("Prices changed by %(percent)s %%.") % {"percent": percent})
    return len(prices)


@transaction.atomic
def set_prices(variant: Variant, amounts: Mapping[str, int | None]) -> None:
    """Set what a variant costs in each currency, in its smallest unit; None takes the price away."""
    gone = [currency for currency, amount in amounts.items() if amount is None]
    if gone:
        Price.objects.filter(variant=variant, currency__in=gone).delete()
    Price.objects.bulk_create(
        [
            Price(variant=variant, currency=currency, amount=amount)
            for currency, amount in amounts.items()
            if amount is not None
        ],
        update_conflicts=True,
        unique_fields=["variant", "currency"],
        update_fields=["amount"],
    )


def refresh_product(product: Product) -> None:
    """Set right what a product keeps of its variants: its lowest price and whether it is in stock."""
    variants = Variant.objects.filter(product=product, is_active=True)
    prices = Price.objects.filter(variant__in=variants, currency=settings.CURRENCIES[0])
    product.lowest_price = prices.aggregate(lowest=Min("amount"))["lowest"]
    in_stock = Q(stock__on_hand__gt=F("stock__reserved"))
    product.is_available = variants.filter(in_stock).exists()
    Product.objects.filter(pk=product.pk).update(
        lowest_price=product.lowest_price, is_available=product.is_available
    )
    forget_catalog()
    forget_product(product.pk)
