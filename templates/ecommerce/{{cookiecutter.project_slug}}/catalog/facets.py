"""How many products of a list there are of each brand, option and price: counted once, then kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, Max, Min, Q

from catalog.filters import OPTION_PREFIX, Filters
from catalog.querysets import ProductQuerySet

BRANDS_SHOWN = 20
VALUES_SHOWN = 12
OPTION_ROWS_READ = 200
# A list of more products than this is counted less often, and its options are not counted at all.
LARGE = 10_000
SAMPLE = 5000

# Each database has a function of its own that makes rows of the pairs of a JSON object.
PAIRS = {"postgresql": "jsonb_each_text", "sqlite": "json_each"}


@dataclass(frozen=True)
class Choice:
    """One value that a list can be narrowed to; the count is None where counting would cost too much."""

    value: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True)
class OptionFacet:
    """The values of an option such as the colour, and the name of its parameter."""

    name: str
    parameter: str
    choices: list[Choice]


@dataclass(frozen=True)
class Facets:
    """What the form beside a list offers. Each filter is counted with all others applied."""

    brands: list[Choice]
    options: list[OptionFacet]
    in_stock: int
    total: int
    lowest: int | None
    highest: int | None
    currency: str


def count_facets(
    products: ProductQuerySet, filters: Filters, *, with_options: bool, is_large: bool = False
) -> Facets:
    """Return the facets of a list before its filters. Three queries, two without options.

    The options of the whole catalogue would mix shoe sizes with colours of tea pots, so only lists of
    one category and of a search have them; those of a large one are looked up in its newest products.
    """
    numbers = filters.apply(products, without="in_stock").aggregate(
        total=Count("pk", filter=Q(is_available=True) if filters.in_stock else None),
        in_stock=Count("pk", filter=Q(is_available=True)),
        lowest=Min("lowest_price"),
        highest=Max("lowest_price"),
    )
    return Facets(
        brands=_brands(filters.apply(products, without="brand"), filters),
        options=_options(products, filters, is_large) if with_options else [],
        currency=settings.CURRENCIES[0],
        **numbers,
    )


def _brands(products: ProductQuerySet, filters: Filters) -> list[Choice]:
    rows = products.exclude(brand="").order_by().values_list("brand").annotate(total=Count("pk"))
    counts = dict(rows.order_by("-total", "brand")[:BRANDS_SHOWN])
    return _choices(counts, filters.brands)


def _options(products: ProductQuerySet, filters: Filters, is_large: bool) -> list[OptionFacet]:
    rows = filters.apply(products, without="options")
    counts: dict[str, dict[str, int | None]] = {}
    for name, value, total in _count_pairs(
        rows.order_by("-published_at", "-pk")[:SAMPLE] if is_large else rows.order_by()
    ):
        counts.setdefault(name, {})[value] = None if is_large else total
    return [
        OptionFacet(name, OPTION_PREFIX + name, _choices(values, filters.options.get(name, ())))
        for name, values in sorted(counts.items())
    ]


def _choices(counts: Mapping[str, int | None], chosen: Iterable[str]) -> list[Choice]:
    """Return the most frequent values; what is chosen stays, so that it can be unchosen."""
    shown = dict(list(counts.items())[:BRANDS_SHOWN])
    missing = {value: counts.get(value, 0) for value in chosen if value not in shown}
    return [Choice(value, count, value in chosen) for value, count in {**shown, **missing}.items()]


def _count_pairs(products: ProductQuerySet) -> list[tuple[str, str, int]]:
    connection = connections[products.db]
    try:
        keys, parameters = products.values("pk").query.get_compiler(products.db).as_sql()
    except EmptyResultSet:
        return []
    # Only our own words and the ORM's own SQL are put together here; every value is a parameter.
    statement = f"""
        SELECT pair.key, pair.value, COUNT(DISTINCT variant.product_id) AS total
        FROM catalog_variant AS variant, {PAIRS[connection.vendor]}(variant.options) AS pair
        WHERE variant.is_active AND variant.product_id IN ({keys})
        GROUP BY pair.key, pair.value ORDER BY total DESC, pair.key, pair.value LIMIT {OPTION_ROWS_READ}
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [(str(name), str(value), total) for name, value, total in cursor.fetchall()]
