"""Who may set taxes, shipping and promotions."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role


def can_manage_prices(user: User | AnonymousUser) -> bool:
    """Those who keep the catalogue, and administrators."""
    return user.is_authenticated and user.has_role(Role.CATALOG)


ACTIONS = {"manage prices": can_manage_prices}
