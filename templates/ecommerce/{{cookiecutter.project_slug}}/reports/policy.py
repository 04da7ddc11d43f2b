"""Who sees what the shop earns."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role


def can_see_reports(user: User | AnonymousUser) -> bool:
    """Administrators."""
    return isinstance(user, User) and user.has_role(Role.ADMINISTRATOR)


ACTIONS = {"see reports": can_see_reports}
