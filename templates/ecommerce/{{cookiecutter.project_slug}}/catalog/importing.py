"""Products from and to CSV, one line per variant: what is exported can be changed and imported again.

An import changes each product wholly or not at all. A trial does the same and takes it back.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from catalog.history import note_change
from catalog.import_rows import ProductRow, RowRefused, VariantRow, read_product, read_variant, undefuse
from catalog.models import Category, Product, Variant
from catalog.services import refresh_product, save_product, set_prices
from core.errors import DomainError
from pricing.models import TaxClass
from pricing.money import to_decimal

LINES_MOST = 2000
REQUIRED = ("slug", "name", "category", "sku")
PRODUCT_COLUMNS = ("brand", "summary", "description", "status", "tax_class")
VARIANT_COLUMNS = ("variant", "options", "weight_grams")


class ImportRefused(DomainError):
    """The file as a whole cannot be read."""

    message = gettext_lazy("This file cannot be read as a table of products.")


@dataclass
class Line:
    """What became of one line of the file; the first line of a file is its header."""

    number: int
    slug: str
    sku: str
    outcome: str = ""
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """What an import did, or would do, line by line."""

    lines: list[Line]
    created: int
    updated: int
    refused: int


def columns() -> list[str]:
    """Return the names of all columns that a file may have."""
    prices = [f"price_{currency}" for currency in settings.CURRENCIES]
    return [*REQUIRED, *PRODUCT_COLUMNS, *VARIANT_COLUMNS, *prices]


def import_products(text: str, *, by: User, dry_run: bool) -> Report:
    """Make and change the products of a file, each wholly or not at all. Raises ImportRefused."""
    rows = _read(text)
    outcomes = {"created": 0, "updated": 0, "refused": 0}
    lines: list[Line] = []
    with transaction.atomic():
        for slug, group in groupby(rows, key=lambda row: row[1]["slug"]):
            numbered = list(group)
            done = [Line(number, slug, row["sku"]) for number, row in numbered]
            outcome = _import_one([row for _number, row in numbered], done, by)
            outcomes[outcome] += 1
            for line in done:
                line.outcome = outcome
            lines += done
        if dry_run:
            transaction.set_rollback(True)
    return Report(lines, **outcomes)


def export_rows(products: Iterable[Product]) -> Iterator[Sequence[Any]]:
    """Yield the header and one row for each variant of the products, in constant memory."""
    yield columns()
    variants = Variant.objects.filter(product__in=products).order_by("product", "position", "pk")
    variants = variants.select_related("product__category", "product__tax_class").prefetch_related("prices")
    for variant in variants.iterator(chunk_size=1000):
        product = variant.product
        prices = (variant.price_in(currency) for currency in settings.CURRENCIES)
        yield [
            product.slug,
            product.name,
            product.category.slug,
            variant.sku,
            product.brand,
            product.summary,
            product.description,
            product.status,
            product.tax_class.name,
            variant.name,
            "; ".join(f"{name}={value}" for name, value in variant.options.items()),
            variant.weight_grams,
            *(f"{to_decimal(price.amount, price.currency):f}" if price else "" for price in prices),
        ]


def _read(text: str) -> list[tuple[int, dict[str, str]]]:
    """Return the numbered lines of a file."""
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        names = [name.strip() for name in reader.fieldnames or []]
        missing = [name for name in REQUIRED if name not in names]
        unknown = [name for name in names if name not in columns()]
        if missing or unknown:
            raise ImportRefused(_header_problem(missing, unknown))
        reader.fieldnames = names
        rows = [
            (reader.line_num, {name: undefuse((row[name] or "").strip()) for name in names}) for row in reader
        ]
    except csv.Error as error:
        raise ImportRefused from error
    if not 0 < len(rows) <= LINES_MOST:
        raise ImportRefused(_("The file needs 1 to %(most)d lines below its header.") % {"most": LINES_MOST})
    return rows


def _header_problem(missing: list[str], unknown: list[str]) -> str:
    if missing:
        return _("The header lacks: %(names)s.") % {"names": ", ".join(missing)}
    return _("The header has unknown columns: %(names)s.") % {"names": ", ".join(unknown)}


def _import_one(rows: list[dict[str, str]], lines: list[Line], by: User) -> str:
    """Store one product with its variants; any problem takes all of it back."""
    try:
        with transaction.atomic():
            product, is_new = _store_product(read_product(rows[0]), lines[0])
            for row, line in zip(rows, lines, strict=True):
                if not line.problems:
                    _store_variant(product, row, line)
            if any(line.problems for line in lines):
                raise RowRefused
            refresh_product(product)
            note_change([product], by=by, message=_("Imported from a file."))
    except RowRefused as error:
        lines[0].problems += error.problems
        return "refused"
    return "created" if is_new else "updated"


def _store_product(row: ProductRow, line: Line) -> tuple[Product, bool]:
    category = Category.objects.filter(slug=row.category).first()
    if category is None:
        raise RowRefused(_("There is no category “%(slug)s”.") % {"slug": row.category})
    product = Product.objects.filter(slug=row.slug).first() or Product(slug=row.slug)
    is_new = product.pk is None
    for name, value in row.values.items():
        setattr(product, name, value)
    product.name, product.category = row.name, category
    if row.tax_class or is_new:
        product.tax_class = _tax_class(row.tax_class)
    return save_product(product), is_new


def _tax_class(name: str) -> TaxClass:
    found = TaxClass.objects.filter(name=name).first() if name else TaxClass.objects.order_by("pk").first()
    if found is None:
        raise RowRefused(_("There is no tax class “%(name)s”.") % {"name": name})
    return found


def _store_variant(product: Product, cells: dict[str, str], line: Line) -> None:
    try:
        row: VariantRow = read_variant(cells)
    except RowRefused as error:
        line.problems += error.problems
        return
    variant = Variant.objects.filter(sku=row.sku).first() or Variant(sku=row.sku, product=product)
    if variant.product_id != product.pk:
        line.problems.append(_("This article number belongs to another product."))
        return
    for name, value in row.values.items():
        setattr(variant, name, value)
    variant.save()
    set_prices(variant, row.prices)
