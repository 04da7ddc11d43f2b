"""Users for tests."""

from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import STAFF_ROLES

PASSWORD = "secret"

_numbers = count(1)


def make_user(email: str | None = None, *roles: str, **fields: Any) -> User:
    """Return a saved user with a profile, a verified address, the password "secret" and the roles."""
    number = next(_numbers)
    fields.setdefault("handle", f"user-{number}")
    fields.setdefault("name", f"User {number}")
    fields.setdefault("is_staff", not STAFF_ROLES.isdisjoint(roles))
    user = User.objects.create_user(email or f"user{number}@example.com", PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    return user
