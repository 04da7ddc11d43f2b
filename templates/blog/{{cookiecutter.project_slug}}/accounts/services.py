"""What changes an account. Leaving is in deletion.py; signing in and up belongs to allauth."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from accounts.errors import LastAdministratorError
from accounts.models import Profile, User
from accounts.policy import can_change_roles, can_create_account, can_deactivate_account, can_edit_profile
from accounts.roles import STAFF_ROLES, Role

USER_FIELDS = ("name", "handle", "language", "time_zone")
PROFILE_FIELDS = ("bio", "website", "notify_by_email")


@transaction.atomic
def create_account(*, email: str, name: str, by: User, roles: Iterable[str] = ()) -> User:
    """Return a new user who has no password yet and sets one with "forgot my password"."""
    if not can_create_account(by):
        raise PermissionDenied
    user = User.objects.create_user(email, name=name)
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    change_roles(user, roles, by=by)
    return user


@transaction.atomic
def update_profile(user: User, *, by: User, **fields: Any) -> User:
    """Save the given fields of USER_FIELDS and PROFILE_FIELDS, and `avatar`: a clean image or None.

    `settings.ACCOUNT_REFRESHERS` names the functions of the other apps that make their cached pages
    with the old name or picture out of date, each called with the user.
    """
    if not can_edit_profile(by, user):
        raise PermissionDenied
    profile, _made = Profile.objects.get_or_create(user=user)
    for target, names in ((user, USER_FIELDS), (profile, PROFILE_FIELDS)):
        given = [name for name in names if name in fields]
        for name in given:
            setattr(target, name, fields[name])
        if given:
            target.save(update_fields=given)
    if "avatar" in fields:
        _replace_avatar(profile, fields["avatar"])
    user.profile = profile
    for path in settings.ACCOUNT_REFRESHERS:
        import_string(path)(user)
    return user


@transaction.atomic
def change_roles(user: User, roles: Iterable[str], *, by: User) -> User:
    """Give exactly these roles. Raises LastAdministratorError, and ValueError for an unknown role."""
    if not can_change_roles(by, user):
        raise PermissionDenied
    wanted = {Role(role) for role in roles}
    if Role.ADMINISTRATOR not in wanted and not user.is_superuser:
        keep_an_administrator(user)
    user.groups.remove(*Group.objects.filter(name__in=set(Role.values) - wanted))
    user.groups.add(*_groups(wanted))
    user.is_staff = user.is_superuser or not STAFF_ROLES.isdisjoint(wanted)
    user.save(update_fields=["is_staff"])
    user.__dict__.pop("roles", None)
    return user


@transaction.atomic
def deactivate_account(user: User, *, by: User) -> User:
    """Lock somebody out at once, sessions included, keeping everything. Raises LastAdministratorError."""
    if not can_deactivate_account(by, user):
        raise PermissionDenied
    keep_an_administrator(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


def activate_account(user: User, *, by: User) -> User:
    """Let somebody in again who was locked out."""
    if not can_deactivate_account(by, user):
        raise PermissionDenied
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


def keep_an_administrator(leaving: User) -> None:
    """Raise LastAdministratorError if nobody would be left; the caller holds the transaction.

    The lock on the group makes two administrators who dismiss each other wait for one another.
    """
    list(_groups({Role.ADMINISTRATOR}).select_for_update())
    administrators = User.objects.administrators()
    if administrators.filter(pk=leaving.pk).exists() and not administrators.exclude(pk=leaving.pk).exists():
        raise LastAdministratorError


def _groups(roles: set[Role]) -> QuerySet[Group]:
    """Return the groups of the roles, also when a role is younger than the migration that makes them."""
    groups = Group.objects.filter(name__in=roles)
    if groups.count() < len(roles):
        Group.objects.bulk_create([Group(name=role) for role in sorted(roles)], ignore_conflicts=True)
    return groups


def _replace_avatar(profile: Profile, image: File | None) -> None:
    drop_file(profile.avatar)
    profile.avatar = image
    profile.save(update_fields=["avatar"])


def drop_file(file: Any) -> None:
    """Delete a stored file once the row that names it is committed: a rollback must find it again."""
    if file:
        storage, name = file.storage, file.name
        transaction.on_commit(lambda: storage.delete(name), robust=True)
