"""What crawlers read: the sitemap in parts of at most 50,000 addresses, and robots.txt."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.models import Category, Product
from catalog.shown import edition
from core.conditional import conditional_page

NOT_FOR_CRAWLERS = ("/accounts/", "/admin/", "/cart/", "/checkout/", "/currency/", "/orders/", "/search/")


class ProductSitemap(Sitemap):
    """All products that are for sale, and when each last changed."""

    limit = 50_000

    def items(self) -> QuerySet[Product]:
        return Product.objects.for_sale().order_by("pk").only("slug", "updated_at")

    def lastmod(self, item: Product) -> datetime:
        return item.updated_at


class CategorySitemap(Sitemap):
    """The pages of the categories."""

    limit = 50_000

    def items(self) -> QuerySet[Category]:
        return Category.objects.order_by("pk")


class PageSitemap(Sitemap):
    """The pages that are there however many products there are."""

    def items(self) -> list[str]:
        return ["catalog:front", "catalog:list"]

    def location(self, item: str) -> str:
        return reverse(item)


SECTIONS: dict[str, type[Sitemap] | Sitemap] = {
    "pages": PageSitemap(),
    "categories": CategorySitemap(),
    "products": ProductSitemap(),
}


def by_edition(request: HttpRequest, **route: Any) -> tuple[object, ...]:
    """Say what a sitemap depends on."""
    return edition(), request.get_full_path()


@require_safe
@conditional_page(by_edition)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the parts of the sitemap."""
    return index(request, SECTIONS, sitemap_url_name="catalog:sitemap_section").render()


@require_safe
@conditional_page(by_edition)
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """List the addresses of one part."""
    return sitemap(request, SECTIONS, section=section).render()


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what to leave out and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_CRAWLERS), ""]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('catalog:sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
