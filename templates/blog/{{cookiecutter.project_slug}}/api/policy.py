"""Who may have a token."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User


def can_manage_token(user: User | AnonymousUser, account: User) -> bool:
    """Whoever holds a token reads as its account: nobody makes one for somebody else."""
    return user.is_active and user.pk is not None and user.pk == account.pk


ACTIONS = {"manage_token": can_manage_token}
