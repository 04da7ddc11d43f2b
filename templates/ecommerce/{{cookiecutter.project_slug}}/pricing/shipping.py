"""How an order can be sent, and what that costs."""

from dataclasses import dataclass

from pricing.models import ShippingMethod

GRAMS_PER_KILOGRAM = 1000


@dataclass(frozen=True)
class ShippingChoice:
    """A method and what it costs for one cart."""

    method: ShippingMethod
    amount: int


def choices_for(country: str, currency: str, *, weight_grams: int, subtotal: int) -> list[ShippingChoice]:
    """Return the methods that carry the weight to the country, the cheapest first."""
    methods = ShippingMethod.objects.in_currency(currency).select_related("zone")
    choices = [
        ShippingChoice(method, cost(method, weight_grams=weight_grams, subtotal=subtotal))
        for method in methods
        if country in method.zone.countries and _carries(method, weight_grams)
    ]
    return sorted(choices, key=lambda choice: (choice.amount, choice.method.pk))


def cost(method: ShippingMethod, *, weight_grams: int, subtotal: int) -> int:
    """Return what a method costs: nothing from ``free_from`` on, else the amount and each kilogram begun."""
    if method.free_from is not None and subtotal >= method.free_from:
        return 0
    kilograms = -(-weight_grams // GRAMS_PER_KILOGRAM)
    return method.amount + method.amount_per_kilogram * kilograms


def _carries(method: ShippingMethod, weight_grams: int) -> bool:
    return method.max_weight_grams is None or weight_grams <= method.max_weight_grams
