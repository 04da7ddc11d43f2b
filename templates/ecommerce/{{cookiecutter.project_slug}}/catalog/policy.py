"""Who may change the catalogue; everybody may read what is for sale."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role

Somebody = User | AnonymousUser


def can_manage_catalog(user: Somebody) -> bool:
    """Catalogue managers keep products, categories, prices and pictures."""
    return isinstance(user, User) and user.has_role(Role.CATALOG)


def can_import_products(user: Somebody) -> bool:
    """To import is to change many products at once."""
    return can_manage_catalog(user)


def can_see_catalog_in_admin(user: Somebody) -> bool:
    """The warehouse and support look products up; only catalogue managers change them."""
    return isinstance(user, User) and user.has_role(Role.CATALOG, Role.WAREHOUSE, Role.SUPPORT)


ACTIONS: dict[str, Callable[[Somebody], bool]] = {
    "manage catalog": can_manage_catalog,
    "import products": can_import_products,
    "see catalog": can_see_catalog_in_admin,
}
