"""Who may write and send the newsletter."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role


def can_manage_newsletter(user: User | AnonymousUser) -> bool:
    """Editors and administrators see the subscribers' number, write issues and send them."""
    return user.is_authenticated and user.has_role(Role.EDITOR)


ACTIONS = {"manage newsletter": can_manage_newsletter}
