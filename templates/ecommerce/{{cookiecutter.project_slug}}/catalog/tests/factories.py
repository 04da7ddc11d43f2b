"""Products for tests."""

from itertools import count

from catalog.models import Category, Price, Product, ProductImage, Variant
from inventory.models import Movement, Stock
from pricing.tests.factories import make_tax_class

_numbers = count(1)


def make_category(name: str = "Tea", parent: Category | None = None) -> Category:
    """Return a category, the same for the same name."""
    slug = name.lower().replace(" ", "-")
    path = f"{parent.path}/{slug}" if parent else slug
    return Category.objects.get_or_create(slug=slug, defaults={"name": name, "parent": parent, "path": path})[
        0
    ]


def make_product(
    name: str = "", *, price: int = 1999, currency: str = "EUR", stock: int = 10, **fields
) -> Product:
    """Return a product for sale with one variant, its price and its stock."""
    number = next(_numbers)
    values = {
        "name": name or f"Product {number}",
        "slug": f"product-{number}",
        "status": Product.Status.ACTIVE,
        "lowest_price": price,
        "is_available": stock > 0,
    } | fields
    values.setdefault("category", make_category())
    values.setdefault("tax_class", make_tax_class())
    product = Product.objects.create(**values)
    make_variant(product, price=price, currency=currency, stock=stock)
    return product


def make_picture(product: Product, file: str = "x.webp", **fields) -> ProductImage:
    """Return a picture without any file."""
    return ProductImage.objects.create(product=product, file=file, alt="Tea", width=600, height=600, **fields)


def make_variant(
    product: Product, *, price: int = 1999, currency: str = "EUR", stock: int = 10, **fields
) -> Variant:
    """Return one more variant of a product, with the movement that its stock came by."""
    fields.setdefault("sku", f"SKU-{next(_numbers)}")
    variant = Variant.objects.create(product=product, **fields)
    Price.objects.create(variant=variant, currency=currency, amount=price)
    Stock.objects.create(variant=variant, on_hand=stock)
    if stock:
        Movement.objects.create(variant=variant, quantity=stock, reason=Movement.Reason.RECEIVED)
    return variant
