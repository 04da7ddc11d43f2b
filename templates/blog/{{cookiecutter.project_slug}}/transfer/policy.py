"""Who may carry posts in and out."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.roles import Role


def can_transfer(user: User | AnonymousUser) -> bool:
    """Authors carry their own posts, editors every post."""
    return user.is_authenticated and user.has_role(Role.AUTHOR, Role.EDITOR)


def can_transfer_every_post(user: User | AnonymousUser) -> bool:
    """Editors import posts of other authors, and with their status."""
    return user.is_authenticated and user.has_role(Role.EDITOR)


ACTIONS = {"transfer": can_transfer, "transfer every post": can_transfer_every_post}
