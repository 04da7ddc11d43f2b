"""Who sees the stock, and who moves it."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role

Somebody = User | AnonymousUser


def can_view_stock(user: Somebody) -> bool:
    """All staff see what there is."""
    return user.is_authenticated and user.has_role(Role.WAREHOUSE, Role.SUPPORT, Role.CATALOG)


def can_move_stock(user: Somebody) -> bool:
    """The warehouse receives goods and counts them."""
    return user.is_authenticated and user.has_role(Role.WAREHOUSE)


ACTIONS = {"view stock": can_view_stock, "move stock": can_move_stock}
