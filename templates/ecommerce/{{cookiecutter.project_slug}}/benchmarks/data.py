"""What the measured pages show: demo data of the wanted size."""

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from catalog.models import Product
from catalog.seed import seed
from core.management.commands.seed import ProgressBars
from core.pagination import KeysetPaginator


def fill(size: int) -> None:
    """Fill the database unless that is done. Only goods: orders are measured by benchmarks/orders.py."""
    call_command("migrate", verbosity=0)
    if Product.objects.exists():
        return
    seed(size, ProgressBars(is_shown=True))
    # The planner must know what there is, and the new rows must not be cleaned up while we measure.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def addresses(product: Product) -> dict[str, str]:
    """Return the pages to measure by their names."""
    return {
        "front": "/",
        "list": "/products/",
        "filtered": "/products/?brand=Papyr&in_stock=1&sort=price",
        "category": "/categories/green-tea/",
        "branch": "/categories/tea/",
        "deep page": f"/products/?cursor={_cursor_to_the_depth()}",
        "product": product.get_absolute_url(),
        "search": "/search/?q=walnut+tray",
    }


def shown_product() -> Product:
    """Return a product with pictures, variants and a text."""
    return Product.objects.get(slug="sencha-morning-mist")


def _cursor_to_the_depth() -> str:
    """Return the cursor of a page nine tenths down the list."""
    products = Product.objects.for_sale().filter(published_at__lte=timezone.now())
    place = products.count() * 9 // 10
    moment = products.order_by("-published_at").values_list("published_at", flat=True)[place]
    return KeysetPaginator(products.filter(published_at__lte=moment), per_page=1).page().next_cursor or ""
