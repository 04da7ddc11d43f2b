"""What machines read of a page: addresses and structured data (schema.org)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.html import json_script
from django.utils.safestring import SafeString

from catalog.models import Price, Product, ProductImage, Variant
from pricing.money import to_decimal

Crumbs = Sequence[tuple[str, str]]


def absolute(path: str) -> str:
    """Return the full address of a path of this site; a full address stays as it is."""
    return path if "://" in path else f"{settings.SITE_URL.rstrip('/')}{path}"


def ld_script(value: dict[str, Any]) -> SafeString:
    """Return JSON-LD as a script element of data, in which no text can end the element."""
    script = json_script({"@context": "https://schema.org", **value})
    return SafeString(script.replace("application/json", "application/ld+json", 1))


def breadcrumbs(trail: Crumbs) -> dict[str, Any]:
    """Return a trail of labels and paths as schema.org/BreadcrumbList."""
    items = [
        {"@type": "ListItem", "position": position, "name": str(name), "item": absolute(path)}
        for position, (name, path) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def website() -> dict[str, Any]:
    """Return this site as schema.org/WebSite, with where to search it."""
    target = absolute("/search/?q=") + "{search_term_string}"
    action = {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}
    return {
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": absolute("/"),
        "potentialAction": action,
    }


def product_data(
    product: Product,
    pictures: Iterable[ProductImage],
    offers: Iterable[tuple[Variant, Price, bool]],
) -> dict[str, Any]:
    """Return a product as schema.org/Product; an offer is a variant, its price and whether it is in stock."""
    data: dict[str, Any] = {
        "@type": "Product",
        "name": product.name,
        "description": product.summary or product.name,
        "url": absolute(product.get_absolute_url()),
        "image": [absolute(picture.file.url) for picture in pictures],
        "offers": [_offer(product, *offer) for offer in offers],
    }
    if product.brand:
        data["brand"] = {"@type": "Brand", "name": product.brand}
    if product.rating_count:
        data["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": str(product.rating_average),
            "reviewCount": product.rating_count,
        }
    return data


def _offer(product: Product, variant: Variant, price: Price, is_available: bool) -> dict[str, Any]:
    state = "InStock" if is_available else "OutOfStock"
    return {
        "@type": "Offer",
        "sku": variant.sku,
        "name": variant.name or product.name,
        "price": f"{to_decimal(price.amount, price.currency):f}",
        "priceCurrency": price.currency,
        "availability": f"https://schema.org/{state}",
        "url": absolute(product.get_absolute_url()),
    }
