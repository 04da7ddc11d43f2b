"""Who may do what with an account: one function per action, for pages, admin and API alike."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Somebody = User | AnonymousUser


def is_administrator(user: "Somebody") -> bool:
    """Tell whether this is an active administrator."""
    return user.is_authenticated and user.has_role(Role.ADMINISTRATOR)


def can_see_accounts(user: "Somebody", account: "User | None" = None) -> bool:
    """The list of accounts holds e-mail addresses: administrators only."""
    return is_administrator(user)


def can_create_account(user: "Somebody", account: "User | None" = None) -> bool:
    """Tell whether this user may make an account for somebody else."""
    return is_administrator(user)


def can_edit_profile(user: "Somebody", account: "User") -> bool:
    """Everybody edits the own profile; administrators remove what must not stay."""
    return _is_own(user, account) or can_manage_account(user, account)


def can_export_account(user: "Somebody", account: "User") -> bool:
    """Nobody but the owner gets all the data of an account at once."""
    return _is_own(user, account)


def can_delete_account(user: "Somebody", account: "User") -> bool:
    """Everybody may leave, and administrators may remove somebody."""
    return _is_own(user, account) or can_manage_account(user, account)


def can_change_roles(user: "Somebody", account: "User") -> bool:
    """Tell whether this user may give roles to the account, and take them away."""
    return can_manage_account(user, account)


def can_deactivate_account(user: "Somebody", account: "User") -> bool:
    """Tell whether this user may lock the account or open it again."""
    return can_manage_account(user, account)


def can_manage_account(user: "Somebody", account: "User") -> bool:
    """Administrators manage accounts that exist; those of superusers only as a superuser."""
    if account.deleted_at or not is_administrator(user):
        return False
    return user.is_superuser or not account.is_superuser


def _is_own(user: "Somebody", account: "User") -> bool:
    return user.is_active and user.pk is not None and user.pk == account.pk


ACTIONS: dict[str, Callable[..., bool]] = {
    "see_accounts": can_see_accounts,
    "create_account": can_create_account,
    "edit_profile": can_edit_profile,
    "export_account": can_export_account,
    "delete_account": can_delete_account,
    "change_roles": can_change_roles,
    "deactivate_account": can_deactivate_account,
}
