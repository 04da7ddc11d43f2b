"""Taxes, shipping and promotions of the demonstration. The rates are examples: ask your tax adviser."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from pricing.models import Promotion, ShippingMethod, ShippingZone, TaxClass, TaxRate

Progress = Callable[[str, int, int], None]

# Class -> country -> rate in hundredths of a percent; prices of the USA are without the tax.
RATES = {
    "Standard": {"DE": 1900, "AT": 2000, "CH": 810, "FR": 2000, "NL": 2100, "US": 725},
    "Food": {"DE": 700, "AT": 1000, "CH": 260, "FR": 550, "NL": 900, "US": 0},
}
NET_COUNTRIES = frozenset({"US"})
EUROPE = frozenset({"DE", "AT", "CH", "FR", "NL"})
# Name, amount, amount per kilogram, free from, days; of the own country, Europe, the rest of the world.
METHODS = [
    [("Parcel", 490, 0, 5000, (2, 4)), ("Express", 990, 0, None, (1, 1))],
    [("Parcel", 990, 100, 10000, (3, 6))],
    [("Parcel", 1990, 500, None, (7, 14))],
]


@transaction.atomic
def seed(size: int, progress: Progress) -> None:
    """Make rates, zones and promotions; what exists is kept. ``size`` makes no difference."""
    for name, rates in RATES.items():
        tax_class, _ = TaxClass.objects.get_or_create(name=name)
        for country, basis_points in rates.items():
            values = {"basis_points": basis_points, "included": country not in NET_COUNTRIES}
            TaxRate.objects.get_or_create(tax_class=tax_class, country=country, defaults=values)
    if not ShippingZone.objects.exists():
        _make_zones()
    if not Promotion.objects.exists():
        _make_promotions()
    progress("Taxes and shipping", 1, 1)


def _make_zones() -> None:
    own, *others = settings.COUNTRIES
    near = [country for country in others if country in EUROPE]
    far = [country for country in others if country not in EUROPE]
    for name, countries, methods in zip(
        ("Home", "Europe", "World"), ([own], near, far), METHODS, strict=True
    ):
        if countries:
            zone = ShippingZone.objects.create(name=name, countries=countries)
            ShippingMethod.objects.bulk_create(_methods(zone, methods))


def _methods(zone: ShippingZone, rows: list) -> list[ShippingMethod]:
    return [
        ShippingMethod(
            zone=zone,
            name=name,
            currency=currency,
            amount=amount,
            amount_per_kilogram=per_kilogram,
            free_from=free_from,
            days_min=days[0],
            days_max=days[1],
        )
        for currency in settings.CURRENCIES
        for name, amount, per_kilogram, free_from, days in rows
    ]


def _make_promotions() -> None:
    over = timezone.now() - timedelta(days=30)
    coupons = [
        Promotion(name="Ten percent to begin with", code="WELCOME", percent=10, limit_per_customer=1),
        Promotion(name="Winter sale", code="WINTER", percent=20, limit=100, ends_at=over),
    ]
    for coupon in coupons:
        coupon.kind = Promotion.Kind.PERCENT
    shipping = Promotion(name="Shipping is on us", code="FREESHIP", kind=Promotion.Kind.FREE_SHIPPING)
    Promotion.objects.bulk_create([*coupons, shipping])
