"""Users for tests."""

from itertools import count

from django.contrib.auth.models import Group

from accounts.models import Profile, User

_numbers = count(1)


def make_user(email: str | None = None, *roles: str, **fields) -> User:
    """Return a saved user with a profile, a usable password "secret" and the roles."""
    number = next(_numbers)
    fields.setdefault("handle", f"user-{number}")
    fields.setdefault("name", f"User {number}")
    user = User.objects.create_user(email or f"user{number}@example.com", "secret", **fields)
    Profile.objects.get_or_create(user=user)
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    return user
