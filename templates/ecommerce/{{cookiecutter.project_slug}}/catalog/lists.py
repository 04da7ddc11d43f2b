"""Lists of products: filtered, counted, sorted, one page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.safestring import SafeString

from catalog.cards import cards
from catalog.facets import LARGE, count_facets
from catalog.filters import BEST_MATCH, BEST_RATED, CHEAPEST, DEAREST, NEWEST, SORTS, Filters, read_filters
from catalog.models import Product
from catalog.querysets import ProductQuerySet
from catalog.replica import reading
from catalog.search import search_products
from catalog.shown import remember_counts, remember_shown, render_fragment
from core.pagination import KeysetPaginator

PER_PAGE = 24


@dataclass(frozen=True)
class Listing:
    """Which list: of categories or of everything, perhaps searched through, at which address.

    ``size`` is how many products there are before the filters, if that is known.
    """

    path: str
    categories: tuple[int, ...] = ()
    words: str = ""
    filters: Filters = field(default_factory=Filters)
    cursor: str = ""
    size: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """What tells this list from others, whatever the page."""
        return self.path, self.categories, self.words, self.filters.key

    def products(self) -> ProductQuerySet:
        """Return what is in the list before its filters."""
        products = Product.objects.using(reading()).for_sale()
        if self.categories:
            products = products.in_categories(self.categories)
        return search_products(products, self.words) if self.words else products


@dataclass(frozen=True)
class ListPage:
    """A page of a list as HTML, and how many products the whole list has."""

    html: SafeString
    total: int


def read_listing(
    path: str, query: QueryDict, *, categories: Iterable[int] = (), words: str = "", size: int = 0
) -> Listing:
    """Return the list that an address asks for."""
    filters = read_filters(query, default_sort=BEST_MATCH if words else NEWEST)
    return Listing(path, tuple(categories), words, filters, query.get("cursor", ""), size)


def list_page(listing: Listing, currency: str, edition: str) -> ListPage:
    """Return the page, kept for all visitors of an edition. Raises BadCursor (a 404).

    At most five queries when nothing is kept: products, pictures, prices and, less often, two or
    three for the facets.
    """
    return remember_shown(
        edition, lambda: _render(listing, currency, edition), "list", *listing.key, listing.cursor, currency
    )


def _render(listing: Listing, currency: str, edition: str) -> ListPage:
    filters, products = listing.filters, listing.products()
    with_options = bool(listing.categories or listing.words)
    is_large = listing.size > LARGE
    facets = remember_counts(
        edition,
        lambda: count_facets(products, filters, with_options=with_options, is_large=is_large),
        "facets",
        *listing.key,
        is_large=is_large,
    )
    page = KeysetPaginator(
        sorted_by(filters.apply(products), filters.sort).without_texts(),
        fields=SORTS[filters.sort][1],
        per_page=PER_PAGE,
    ).page(listing.cursor)
    context = {
        "listing": listing,
        "filters": filters,
        "facets": facets,
        "cards": cards(page.items, currency),
        "next": _address(listing, page.next_cursor),
        "previous": _address(listing, page.previous_cursor),
        "sorts": [
            (name, label) for name, (label, _fields) in SORTS.items() if name != BEST_MATCH or listing.words
        ],
    }
    return ListPage(render_fragment("catalog/parts/list.html", context), facets.total)


def sorted_by(products: ProductQuerySet, sort: str) -> ProductQuerySet:
    """Return the products with what the order needs: a price, or an average of stars."""
    if sort in (CHEAPEST, DEAREST):
        return products.filter(lowest_price__isnull=False)
    return products.with_stars() if sort == BEST_RATED else products


def _address(listing: Listing, cursor: str | None) -> str:
    """Return the address of a neighbouring page, "" if there is none; it is the same for all visitors."""
    if not cursor:
        return ""
    query = QueryDict(mutable=True)
    if listing.words:
        query["q"] = listing.words
    for name, value in listing.filters.pairs():
        query.appendlist(name, value)
    query["cursor"] = cursor
    return f"{listing.path}?{query.urlencode()}"
