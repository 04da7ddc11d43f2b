"""What a visitor wants to see of a list, read from the address; what makes no sense there is left out."""

from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalog.models import Variant
from catalog.querysets import ProductQuerySet
from pricing.money import digits, to_decimal, to_minor

OPTION_PREFIX = "o-"
TEXT_MAX_LENGTH = 100
CHOICES_MOST = 20
OPTIONS_MOST = 5
AMOUNT_MOST = Decimal(10**9)

NEWEST, CHEAPEST, DEAREST, BEST_RATED, BEST_MATCH = "newest", "price", "-price", "rating", "match"
# The label of each order, and by which fields it is cut into pages.
SORTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    NEWEST: (_("Newest"), ("-published_at", "-pk")),
    CHEAPEST: (_("Price, low to high"), ("lowest_price", "pk")),
    DEAREST: (_("Price, high to low"), ("-lowest_price", "-pk")),
    BEST_RATED: (_("Best rated"), ("-stars", "-pk")),
    BEST_MATCH: (_("Best match"), ("-relevance", "-published_at", "-pk")),
}


@dataclass(frozen=True)
class Filters:
    """The wishes of a visitor. Prices are in the smallest unit of the shop's first currency."""

    brands: tuple[str, ...] = ()
    in_stock: bool = False
    price_from: int | None = None
    price_to: int | None = None
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = NEWEST
    default_sort: str = NEWEST

    @property
    def are_set(self) -> bool:
        """Whether anything is filtered, whatever the order."""
        return replace(self, sort=NEWEST, default_sort=NEWEST) != Filters()

    @property
    def key(self) -> str:
        """The filters as an address writes them: the same text for the same wishes."""
        return urlencode(self.pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """Return the filters as parameters of an address."""
        pairs = [("brand", brand) for brand in self.brands]
        pairs += [(OPTION_PREFIX + name, value) for name, values in self.options.items() for value in values]
        pairs += [("in_stock", "1")] if self.in_stock else []
        amounts = (("from", self.price_from), ("to", self.price_to))
        pairs += [(name, as_number(amount)) for name, amount in amounts if amount is not None]
        return pairs + [("sort", self.sort)] * (self.sort != self.default_sort)

    def apply(self, products: ProductQuerySet, *, without: str = "") -> ProductQuerySet:
        """Keep what the visitor wants; ``without`` names a filter that is left out, to count its choices."""
        if self.brands and without != "brand":
            products = products.filter(brand__in=self.brands)
        if self.options and without != "options":
            products = products.filter(Exists(self._variants()))
        if self.in_stock and without != "in_stock":
            products = products.filter(is_available=True)
        if self.price_from is not None and without != "price":
            products = products.filter(lowest_price__gte=self.price_from)
        if self.price_to is not None and without != "price":
            products = products.filter(lowest_price__lte=self.price_to)
        return products

    def _variants(self) -> Any:
        """Return the variants of a product that have one of the wanted values for each option."""
        variants = Variant.objects.filter(product=OuterRef("pk"), is_active=True)
        for number, (name, values) in enumerate(self.options.items()):
            # The name of the option is a parameter of the query, never a part of it.
            value = Cast(KeyTextTransform(name, "options"), TextField())
            variants = variants.annotate(**{f"option_{number}": value})
            variants = variants.filter(**{f"option_{number}__in": values})
        return variants


def read_filters(query: QueryDict, *, default_sort: str = NEWEST) -> Filters:
    """Return the filters that an address asks for."""
    known = {*SORTS} - ({BEST_MATCH} if default_sort != BEST_MATCH else set())
    sort = query.get("sort", default_sort)
    names = sorted(
        name for name in query if name.startswith(OPTION_PREFIX) and len(name) > len(OPTION_PREFIX)
    )
    options = {
        name.removeprefix(OPTION_PREFIX): values
        for name in names[:OPTIONS_MOST]
        if len(name) <= TEXT_MAX_LENGTH and (values := _texts(query, name))
    }
    return Filters(
        brands=_texts(query, "brand"),
        in_stock=query.get("in_stock") == "1",
        price_from=_amount(query.get("from", "")),
        price_to=_amount(query.get("to", "")),
        options=options,
        sort=sort if sort in known else default_sort,
        default_sort=default_sort,
    )


def as_number(amount: int) -> str:
    """Return an amount in the first currency as a field for numbers takes it."""
    return f"{to_decimal(amount, settings.CURRENCIES[0]):f}"


def _texts(query: QueryDict, name: str) -> tuple[str, ...]:
    texts = {text for text in query.getlist(name)[:CHOICES_MOST] if text.isprintable()}
    return tuple(sorted(text for text in texts if 0 < len(text) <= TEXT_MAX_LENGTH))


def _amount(text: str) -> int | None:
    """Return what somebody typed in the smallest unit, parts of a cent cut off; None if it is no amount."""
    currency = settings.CURRENCIES[0]
    try:
        number = Decimal(text.replace(",", "."))
        if not 0 <= number <= AMOUNT_MOST:
            return None
        return to_minor(number.quantize(Decimal(1).scaleb(-digits(currency)), "ROUND_DOWN"), currency)
    except (InvalidOperation, ValueError):
        return None
