"""The pages for customers: front page, lists, search and products."""

from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from cart.current import current_currency
from catalog.cards import cards
from catalog.lists import Listing, ListPage, list_page, read_listing
from catalog.metadata import breadcrumbs, ld_script, website
from catalog.models import OldSlug, Product
from catalog.policy import can_manage_catalog
from catalog.products import Reading
from catalog.replica import reading
from catalog.search import TEXT_MAX_LENGTH, clean_query
from catalog.shown import edition, remember_shown, render_fragment
from catalog.tree import Node, Tree, tree
from catalog.words import correct
from core.conditional import conditional_page, is_personal
from core.ratelimit import rate_limit

FRONT_PRODUCTS = 8


def by_list(request: HttpRequest, **route: Any) -> tuple[object, ...]:
    """Say what a list depends on: the edition, the currency, and which page of the list is asked for."""
    return edition_of(request), current_currency(request), request.get_full_path()


def by_product(request: HttpRequest, slug: str) -> tuple[object, ...]:
    """Say what the page of a product depends on."""
    return *_reading(request, slug).etag_parts, request.get_full_path()


@require_safe
@conditional_page(by_list)
def front(request: HttpRequest) -> HttpResponse:
    """Show what is new, what sells best, and the categories."""
    name, currency = edition_of(request), current_currency(request)
    html = remember_shown(name, lambda: _render_front(name, currency), "front", currency)
    return render(request, "catalog/front.html", {"html": html, "site_data": ld_script(website())})


@require_safe
@conditional_page(by_list)
def product_list(request: HttpRequest) -> HttpResponse:
    """Show everything that is for sale."""
    categories = tree(edition_of(request))
    size = sum(node.count for node in categories.roots)
    page = _list_page(request, read_listing(request.path, request.GET, size=size))
    return render(request, "catalog/product_list.html", {"page": page, "tree": categories})


@require_safe
@conditional_page(by_list)
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a category and what lies in it, or lead from a former address to the present one."""
    categories = tree(edition_of(request))
    node = categories.by_slug.get(slug)
    if node is None:
        old = get_object_or_404(OldSlug.objects.select_related("category"), slug=slug, category__isnull=False)
        return HttpResponsePermanentRedirect(old.category.get_absolute_url())
    branch = [one.pk for one in node.branch()]
    listing = read_listing(request.path, request.GET, categories=branch, size=node.count)
    page = _list_page(request, listing)
    context = {"node": node, "page": page, **_trail(categories, node)}
    return render(request, "catalog/category.html", context)


@require_safe
@rate_limit("search", "60/m", methods=("GET", "HEAD"))
def search(request: HttpRequest) -> HttpResponse:
    """Show what a search finds, and what was meant when it finds nothing."""
    words = clean_query(request.GET.get("q", ""))
    context: dict[str, Any] = {"q": words, "max_length": TEXT_MAX_LENGTH}
    if words:
        listing = read_listing(request.path, request.GET, words=words)
        context["page"] = _list_page(request, listing)
        if not context["page"].total and not listing.filters.are_set:
            context["meant"] = correct(words)
    return render(request, "catalog/search.html", context)


@require_safe
@conditional_page(by_product)
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product, or lead from a former address to the present one."""
    page = _reading(request, slug).page
    if page is None:
        visible = OldSlug.objects.filter(product__in=Product.objects.for_sale()).select_related("product")
        return HttpResponsePermanentRedirect(get_object_or_404(visible, slug=slug).product.get_absolute_url())
    may_edit = is_personal(request) and can_manage_catalog(request.user)
    return render(request, "catalog/product.html", {"page": page, "may_edit": may_edit})


def edition_of(request: HttpRequest) -> str:
    """Return the edition that this request reads: one look into the cache, whatever the page shows."""
    if not hasattr(request, "edition"):
        request.edition = edition()
    return request.edition


def _reading(request: HttpRequest, slug: str) -> Reading:
    """Return the reading of this request: the ETag and the page share what it fetched."""
    if not hasattr(request, "reading"):
        request.reading = Reading(slug, current_currency(request))
    return request.reading


def _list_page(request: HttpRequest, listing: Listing) -> ListPage:
    return list_page(listing, current_currency(request), edition_of(request))


def _render_front(name: str, currency: str) -> SafeString:
    products = Product.objects.using(reading()).for_sale().without_texts()
    newest = list(products.order_by("-published_at", "-pk")[:FRONT_PRODUCTS])
    best = products.filter(best_seller__isnull=False).order_by("-best_seller__items", F("pk").desc())
    best = list(best[:FRONT_PRODUCTS])
    shown = cards([*newest, *best], currency)
    context = {"newest": shown[: len(newest)], "best": shown[len(newest) :], "tree": tree(name)}
    return render_fragment("catalog/parts/front.html", context)


def _trail(categories: Tree, node: Node) -> dict[str, Any]:
    way = [(settings.SITE_NAME, "/"), *((one.name, one.url) for one in categories.way_to(node.pk))]
    return {"trail": [*way[:-1], (node.name, "")], "trail_data": ld_script(breadcrumbs(way))}
