"""Changes to the catalogue: each is one function, and forgets the pages that it makes out of date."""

from catalog.services.categories import save_category
from catalog.services.pictures import store_copies
from catalog.services.prices import change_prices, refresh_product, set_prices
from catalog.services.products import archive_products, publish_products, save_product

__all__ = [
    "archive_products",
    "change_prices",
    "publish_products",
    "refresh_product",
    "save_category",
    "save_product",
    "set_prices",
    "store_copies",
]
