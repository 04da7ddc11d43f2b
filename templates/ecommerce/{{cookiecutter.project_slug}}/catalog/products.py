"""The page of one product: what everybody sees of it, rendered once for all visitors of an edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.safestring import SafeString

from catalog.cards import make_cards, make_offer, pictures_of, prices_by_product
from catalog.metadata import Crumbs, absolute, breadcrumbs, ld_script, product_data
from catalog.models import Price, Product, ProductImage, Variant
from catalog.replica import reading
from catalog.shown import GROUP, edition, product_group, remember_shown, render_fragment
from catalog.tree import tree
from core import caching

RELATED = 4
# With more variants than this, they are chosen from a list that opens.
RADIOS_MOST = 8
# From this number down the page says how many are left.
FEW = 5

# Which product an address belongs to, as this process last saw it: saves a question to the database.
# A wrong guess costs freshness for a minute and nothing else.
_numbers: dict[str, int] = {}
NUMBERS_KEPT = 10_000


@dataclass(frozen=True)
class Choice:
    """A variant with its price and how many can be had."""

    variant: Variant
    price: Price
    available: int

    @property
    def is_available(self) -> bool:
        """Whether it can be put into a cart."""
        return self.available > 0

    @property
    def few(self) -> int:
        """How many are left if they are few, else 0."""
        return self.available if self.available <= FEW else 0

    @property
    def label(self) -> str:
        """What tells it from the other variants."""
        return self.variant.name or self.variant.sku


@dataclass(frozen=True)
class ProductPage:
    """What the page of a product shows to everybody."""

    pk: int
    name: str
    description: str
    head: SafeString
    offer: SafeString
    details: SafeString
    first_variant: int | None


class Reading:
    """The look of one request at a product: each part is fetched at most once, and only if needed."""

    def __init__(self, slug: str, currency: str) -> None:
        self.slug = slug
        self.currency = currency
        self.pk = _numbers.get(slug) or self._find()
        found = caching.versions(GROUP, *([product_group(self.pk)] if self.pk else []))
        self.edition, self.version = edition(found[0]), found[-1]

    @cached_property
    def product(self) -> Product | None:
        """The row, or None unless customers may see it."""
        return Product.objects.using(reading()).for_sale().filter(slug=self.slug).first()

    @cached_property
    def page(self) -> ProductPage | None:
        """The rendered page, or None unless customers may see it."""
        try:
            return remember_shown(
                self.edition, self._render, "product", self.slug, self.version, self.currency
            )
        except Product.DoesNotExist:
            # Not remembered: made-up addresses must not drive the pages out of the cache.
            return None

    @property
    def etag_parts(self) -> tuple[object, ...]:
        """What the page depends on."""
        return self.edition, self.slug, self.version, self.currency

    def _find(self) -> int | None:
        if self.product is None:
            return None
        if len(_numbers) >= NUMBERS_KEPT:
            _numbers.clear()
        _numbers[self.slug] = self.product.pk
        return self.product.pk

    def _render(self) -> ProductPage:
        if self.product is None:
            raise Product.DoesNotExist
        return render_product(self.product, self.currency, self.edition)


def render_product(product: Product, currency: str, edition: str) -> ProductPage:
    """Return the page of a product. Four queries and, when it is not kept, the tree."""
    related = related_products(product)
    keys = [product.pk, *(other.pk for other in related)]
    pictures, prices = pictures_of(keys), prices_by_product(keys, currency)
    offers = {key: make_offer(found) for key, found in prices.items()}
    choices = choices_of(product, prices.get(product.pk, []))
    trail = trail_to(product, edition)
    own = pictures.get(product.pk, [])
    context = {
        "product": product,
        "pictures": own,
        "choices": choices,
        "with_radios": 1 < len(choices) <= RADIOS_MOST,
        "chosen": next((choice for choice in choices if choice.is_available), None),
        "trail": [*trail[:-1], (product.name, "")],
        "related": make_cards(related, pictures, offers),
    }
    return ProductPage(
        pk=product.pk,
        name=product.name,
        description=product.summary or product.name,
        head=_render_head(product, own, choices, trail),
        offer=render_fragment("catalog/parts/product_offer.html", context),
        details=render_fragment("catalog/parts/product_details.html", context),
        first_variant=choices[0].variant.pk if choices else None,
    )


def _render_head(
    product: Product, pictures: Sequence[ProductImage], choices: Sequence[Choice], trail: Crumbs
) -> SafeString:
    offers = ((choice.variant, choice.price, choice.is_available) for choice in choices)
    context = {
        "product": product,
        "url": absolute(product.get_absolute_url()),
        "image": absolute(pictures[0].file.url) if pictures else "",
        "image_alt": pictures[0].alt if pictures else "",
        "scripts": [ld_script(product_data(product, pictures, offers)), ld_script(breadcrumbs(trail))],
    }
    return render_fragment("catalog/parts/product_head.html", context)


def choices_of(product: Product, prices: Sequence[Price]) -> list[Choice]:
    """Return the variants that have one of the prices, in the order of staff. One query."""
    price_of = {price.variant_id: price for price in prices}
    variants = product.variants.filter(pk__in=price_of).select_related("stock")
    return [
        Choice(variant, price_of[variant.pk], variant.stock.available if hasattr(variant, "stock") else 0)
        for variant in variants.order_by("position", "pk")
    ]


def trail_to(product: Product, edition: str) -> Crumbs:
    """Return the way from the front page to a product, as labels and paths."""
    way = [(node.name, node.url) for node in tree(edition).way_to(product.category_id)]
    return [(settings.SITE_NAME, "/"), *way, (product.name, product.get_absolute_url())]


def related_products(product: Product) -> list[Product]:
    """Return the newest other products of the category."""
    others = Product.objects.using(reading()).for_sale().filter(category=product.category_id)
    newest = others.exclude(pk=product.pk).without_texts().order_by("-published_at", "-pk")
    return list(newest[:RELATED])
