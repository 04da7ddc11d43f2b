"""The cells of an import as values: each problem is a sentence, and no cell is trusted.

An empty cell leaves what there is; a new product or variant then gets the default of its field.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from catalog.models import Product, Variant
from core.export import FORMULA_STARTS
from pricing.money import to_minor

WEIGHT_MOST_GRAMS = 1_000_000
AMOUNT_MOST = Decimal(10**9)
OPTIONS_MOST = 8


class RowRefused(Exception):
    """Cells that are no product; carries the sentences that say why."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = list(problems)


@dataclass(frozen=True)
class ProductRow:
    """The cells of a line that describe the product."""

    slug: str
    name: str
    category: str
    tax_class: str
    values: dict[str, Any]


@dataclass(frozen=True)
class VariantRow:
    """The cells of a line that describe the variant."""

    sku: str
    values: dict[str, Any]
    prices: dict[str, int]


def undefuse(cell: str) -> str:
    """Take the apostrophe off that our own export puts before what a spreadsheet would run."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" ").startswith(FORMULA_STARTS) else cell


def read_product(row: dict[str, str]) -> ProductRow:
    """Return the product of a line. Raises RowRefused."""
    values = {name: row[name] for name in ("brand", "summary", "description", "status") if row.get(name)}
    problems = _too_long(Product, values | {"slug": row["slug"], "name": row["name"]})
    if not row["name"]:
        problems.append(_("A product needs a name."))
    if not _is_slug(row["slug"]):
        problems.append(_("The address may only have letters, digits, hyphens and underscores."))
    if values.get("status", Product.Status.DRAFT) not in Product.Status.values:
        problems.append(
            _("The status must be one of: %(names)s.") % {"names": ", ".join(Product.Status.values)}
        )
    if problems:
        raise RowRefused(*problems)
    return ProductRow(row["slug"], row["name"], row["category"], row.get("tax_class", ""), values)


def read_variant(row: dict[str, str]) -> VariantRow:
    """Return the variant of a line. Raises RowRefused."""
    problems: list[str] = []
    values: dict[str, Any] = {"name": row["variant"]} if row.get("variant") else {}
    if not row["sku"]:
        problems.append(_("A variant needs an article number."))
    problems += _too_long(Variant, values | {"sku": row["sku"]})
    for column, read in (("options", _options), ("weight_grams", _weight)):
        if row.get(column):
            try:
                values[column] = read(row[column])
            except ValueError:
                problems.append(
                    _("%(column)s: “%(cell)s” cannot be read.") % {"column": column, "cell": row[column]}
                )
    prices, wrong = _prices(row)
    problems += wrong
    if problems:
        raise RowRefused(*problems)
    return VariantRow(row["sku"], values, prices)


def _prices(row: dict[str, str]) -> tuple[dict[str, int], list[str]]:
    prices: dict[str, int] = {}
    problems = []
    for currency in settings.CURRENCIES:
        cell = row.get(f"price_{currency}", "")
        try:
            number = Decimal(cell) if cell else None
            if number is not None:
                prices[currency] = _amount(number, currency)
        except (InvalidOperation, ValueError):
            problems.append(
                _("“%(cell)s” is no price in %(currency)s.") % {"cell": cell, "currency": currency}
            )
    return prices, problems


def _amount(number: Decimal, currency: str) -> int:
    if not number.is_finite() or not 0 <= number <= AMOUNT_MOST:
        raise ValueError
    return to_minor(number, currency)


def _options(cell: str) -> dict[str, str]:
    """Read “colour=blue; size=L”."""
    pairs = [part.partition("=") for part in cell.split(";") if part.strip()]
    if len(pairs) > OPTIONS_MOST or not all(name.strip() and value.strip() for name, _sign, value in pairs):
        raise ValueError
    return {name.strip(): value.strip() for name, _sign, value in pairs}


def _weight(cell: str) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", cell) or int(cell) > WEIGHT_MOST_GRAMS:
        raise ValueError
    return int(cell)


def _too_long(model: type[Product] | type[Variant], values: dict[str, Any]) -> list[str]:
    problems = []
    for name, value in values.items():
        most = getattr(model._meta.get_field(name), "max_length", None)
        if most and len(value) > most:
            problems.append(_("%(name)s is longer than %(most)d characters.") % {"name": name, "most": most})
        if "\x00" in value:
            problems.append(_("%(name)s has a character that is no text.") % {"name": name})
    return problems


def _is_slug(text: str) -> bool:
    try:
        validate_slug(text)
    except ValidationError:
        return False
    return True
