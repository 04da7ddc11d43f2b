"""Money is a whole number of the smallest unit of a currency: cents, yen, fils. No float is ever one."""

from collections.abc import Sequence
from decimal import Decimal

from babel.numbers import format_currency
from django.utils.translation import get_language, to_locale

# ISO 4217: how many digits stand behind the point; every other currency of the list has two.
DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "KWD": 3, "BHD": 3, "TND": 3, "JOD": 3, "OMR": 3}
BASIS_POINTS = 10_000


def digits(currency: str) -> int:
    """Return the number of digits behind the point in a currency."""
    return DIGITS.get(currency, 2)


def to_decimal(amount: int, currency: str) -> Decimal:
    """Return an amount of the smallest unit as a number of the currency: 1999 EUR is 19.99."""
    return Decimal(amount).scaleb(-digits(currency))


def to_minor(number: Decimal, currency: str) -> int:
    """Return a number of the currency in its smallest unit; raises ValueError if it has too many digits.

    From Decimal only: int(19.99 * 100) is 1998.
    """
    scaled = number.scaleb(digits(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{number} has more digits than {currency} knows")
    return int(scaled)


def format_money(amount: int, currency: str) -> str:
    """Return an amount as people of the current language write it: €19.99, 19,99 €."""
    locale = to_locale(get_language() or "en")
    return format_currency(to_decimal(amount, currency), currency, locale=locale)


def divide(numerator: int, denominator: int) -> int:
    """Return the quotient of two whole numbers, halves rounded away from zero, without a float."""
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    return sign * ((2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator)))


def tax_in(gross: int, basis_points: int) -> int:
    """Return the tax that a price contains; 1900 basis points are 19 %. Rounded once per line."""
    return divide(gross * basis_points, BASIS_POINTS + basis_points)


def tax_on(net: int, basis_points: int) -> int:
    """Return the tax that is added to a price. Rounded once per line."""
    return divide(net * basis_points, BASIS_POINTS)


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split a total in proportion to weights so that the parts add up to it exactly.

    Largest remainder: what rounding leaves goes to the parts that lost most by it.
    """
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    by_loss = sorted(range(len(weights)), key=lambda at: (-(total * weights[at] % whole), at))
    for at in by_loss[: total - sum(parts)]:
        parts[at] += 1
    return parts
