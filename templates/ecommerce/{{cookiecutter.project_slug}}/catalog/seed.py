"""The goods of the demonstration: a small shop by hand, then filler up to any size."""

import random
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import islice

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from catalog import services
from catalog.demo.filler import Filler, make_fillers
from catalog.demo.paper import PAPER, WRITING
from catalog.demo.pictures import draw_product
from catalog.demo.shelf import FOOD, STANDARD, DemoProduct, DemoVariant
from catalog.demo.tea import TEA, TEAWARE
from catalog.models import Category, Price, Product, ProductImage, Variant
from catalog.services import save_category, save_product
from catalog.shown import forget_catalog
from catalog.words import learn_words
from inventory.models import Movement, Stock
from pricing.models import TaxClass

Progress = Callable[[str, int, int], None]

# Name, the category it lies in, what it holds.
CATEGORIES = (
    ("Tea", "", "Loose leaves, packed in the week in which you order."),
    ("Green tea", "Tea", "Fresh, grassy, roasted or scented."),
    ("Black tea", "Tea", "Strong ones for the morning, smoky ones for the evening."),
    ("Herbal tea", "Tea", "Without caffeine, from the garden."),
    ("Teaware", "", "Pots, cups and what belongs to them."),
    ("Notebooks and paper", "", "Paper that takes ink on both sides."),
    ("Pens and ink", "", "To write with, every day."),
)
PRODUCTS = (*TEA, *TEAWARE, *PAPER, *WRITING)
VIEWS = 2
BATCH_SIZE = 2000
FILLER_SEED = 11
# Filler is older than what was written by hand, so that this stays on top.
NEWEST_FILLER_DAYS, OLDEST_FILLER_DAYS = 100, 5 * 365
FILLER_STOCK_MOST = 40


def seed(size: int, progress: Progress) -> None:
    """Make the shop, then filler until there are ``size`` products; what exists is kept."""
    tax_classes = {name: TaxClass.objects.get_or_create(name=name)[0] for name in (STANDARD, FOOD)}
    categories = _make_categories()
    existing = set(Product.objects.values_list("slug", flat=True))
    progress("Products", 0, len(PRODUCTS))
    for number, demo in enumerate(PRODUCTS, start=1):
        if slugify(demo.name) not in existing:
            _make_product(demo, number, categories[demo.category], tax_classes[demo.tax_class])
        progress("Products", number, len(PRODUCTS))
    make_filler(size - Product.objects.count(), list(categories.values()), tax_classes[STANDARD], progress)
    forget_catalog()


def _make_categories() -> dict[str, Category]:
    made = {category.name: category for category in Category.objects.all()}
    for position, (name, parent, description) in enumerate(CATEGORIES):
        if name not in made:
            category = Category(name=name, description=description, position=position)
            category.parent = made[parent] if parent else None
            made[name] = save_category(category)
    return {name: made[name] for name, _parent, _description in CATEGORIES}


@transaction.atomic
def _make_product(demo: DemoProduct, number: int, category: Category, tax_class: TaxClass) -> None:
    product = save_product(
        Product(
            name=demo.name,
            category=category,
            brand=demo.brand,
            summary=demo.summary,
            description=demo.text,
            status=Product.Status.ACTIVE,
            published_at=timezone.now() - timedelta(days=demo.days),
            tax_class=tax_class,
        )
    )
    for position, variant in enumerate(demo.variants):
        _make_variant(product, f"{number:03}-{position + 1}", variant, position)
    for view in range(VIEWS):
        target = f"products/demo/{product.slug}-{view + 1}.webp"
        # From an earlier demonstration; else the storage would choose another name.
        default_storage.delete(target)
        name = default_storage.save(target, draw_product(demo.motif, demo.colours, view))
        picture = ProductImage.objects.create(product=product, file=name, alt=demo.alt, position=view)
        services.store_copies(picture.pk, name)
    services.refresh_product(product)


def _make_variant(product: Product, sku: str, demo: DemoVariant, position: int) -> None:
    variant = Variant.objects.create(
        product=product,
        sku=sku,
        name=demo.name,
        options=demo.options,
        weight_grams=demo.grams,
        position=position,
    )
    for currency, amount in (("EUR", demo.euro), ("USD", demo.dollar)):
        Price.objects.create(variant=variant, currency=currency, amount=amount, compare_at=demo.former)
    Stock.objects.create(variant=variant, on_hand=demo.stock)
    if demo.stock:
        Movement.objects.create(variant=variant, quantity=demo.stock, reason=Movement.Reason.RECEIVED)


def make_filler(missing: int, categories: list[Category], tax_class: TaxClass, progress: Progress) -> None:
    """Make so many products more, in bulk: a million takes minutes."""
    if missing <= 0:
        return
    chance = random.Random(FILLER_SEED)  # noqa: S311 - the same products on every machine
    leaves = [category for category in categories if category.name != "Tea"]
    fillers = make_fillers(chance, missing)
    done, label = 0, "Filler"
    progress(label, 0, missing)
    while batch := list(islice(fillers, BATCH_SIZE)):
        first = Product.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with transaction.atomic():
            _store_fillers(batch, first, leaves, tax_class, chance)
        done += len(batch)
        progress(label, done, missing)


def _store_fillers(
    batch: list[Filler], first: int, categories: list[Category], tax_class: TaxClass, chance: random.Random
) -> None:
    now, minutes = timezone.now(), 24 * 60
    stocks = [[chance.randrange(-4, FILLER_STOCK_MOST) for _ in filler.variants] for filler in batch]
    products = Product.objects.bulk_create(
        Product(
            name=filler.name,
            slug=f"{slugify(filler.name)}-{number}",
            category=chance.choice(categories),
            brand=filler.brand,
            summary=filler.summary,
            status=Product.Status.ACTIVE,
            published_at=now
            - timedelta(minutes=chance.randrange(NEWEST_FILLER_DAYS * minutes, OLDEST_FILLER_DAYS * minutes)),
            tax_class=tax_class,
            lowest_price=filler.variants[0][1],
            is_available=max(stock) > 0,
        )
        for number, (filler, stock) in enumerate(zip(batch, stocks, strict=True), start=first + 1)
    )
    _store_variants(products, batch, stocks)
    learn_words(text for filler in batch for text in (filler.name, filler.brand))


def _store_variants(products: list[Product], batch: list[Filler], stocks: list[list[int]]) -> None:
    variants = Variant.objects.bulk_create(
        Variant(
            product=product,
            sku=f"F{product.pk}-{position}",
            name=", ".join(options.values()),
            options=options,
            weight_grams=250,
            position=position,
        )
        for product, filler in zip(products, batch, strict=True)
        for position, (options, _price) in enumerate(filler.variants, start=1)
    )
    amounts = [price for filler in batch for _options, price in filler.variants]
    Price.objects.bulk_create(
        Price(variant=variant, currency=currency, amount=amount * share // 100)
        for variant, amount in zip(variants, amounts, strict=True)
        for currency, share in (("EUR", 100), ("USD", 108))
    )
    _store_stocks(zip(variants, (max(0, left) for stock in stocks for left in stock), strict=True))


def _store_stocks(rows: Iterable[tuple[Variant, int]]) -> None:
    pairs = list(rows)
    Stock.objects.bulk_create(Stock(variant=variant, on_hand=left) for variant, left in pairs)
    Movement.objects.bulk_create(
        Movement(variant=variant, quantity=left, reason=Movement.Reason.RECEIVED)
        for variant, left in pairs
        if left
    )
