"""Taxes, shipping and promotions for tests."""

from pricing.models import Promotion, ShippingMethod, ShippingZone, TaxClass, TaxRate


def make_tax_class(name: str = "Standard", **rates: int) -> TaxClass:
    """Return a tax class with rates by country, in basis points: ``make_tax_class(DE=1900)``."""
    tax_class, _ = TaxClass.objects.get_or_create(name=name)
    for country, basis_points in rates.items():
        TaxRate.objects.update_or_create(
            tax_class=tax_class, country=country, defaults={"basis_points": basis_points}
        )
    return tax_class


def make_method(*countries: str, amount: int = 490, **fields) -> ShippingMethod:
    """Return a shipping method to the countries, to Germany unless told otherwise."""
    codes = list(countries or ["DE"])
    zone, _ = ShippingZone.objects.get_or_create(name="-".join(codes), defaults={"countries": codes})
    values = {"name": "Parcel", "currency": "EUR"} | fields
    return ShippingMethod.objects.create(zone=zone, amount=amount, **values)


def make_promotion(code: str | None = "TEN", **fields) -> Promotion:
    """Return a coupon of ten percent, or an offer without a code."""
    values = {"name": "Ten percent", "kind": "percent", "percent": 10} | fields
    return Promotion.objects.create(code=code, **values)
