"""Demo accounts: one for each role with a password that everybody knows, and many other people."""

import secrets
from collections.abc import Callable

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.models import Profile, User
from accounts.roles import STAFF_ROLES, Role

Progress = Callable[[str, int, int], None]

DEMO_PASSWORD = "demo-password-1"  # noqa: S105 - printed in the README for everybody to try
FIRST_NAMES = ("Alma", "Bela", "Cosmo", "Dana", "Enzo", "Fleur", "Gus", "Hana", "Igor", "Juno", "Kai", "Lena")
LAST_NAMES = ("Ash", "Birch", "Cedar", "Elm", "Fern", "Hazel", "Juniper", "Larch", "Maple", "Oak", "Pine")
# E-mail address, name and role of one account for each role; "" is somebody without any.
DEMO_ACCOUNTS = [
    ("reader@example.com", "Rosa Reader", ""),
    ("admin@example.com", "Ada Admin", Role.ADMINISTRATOR),
]
DEMO_ACCOUNTS += [
    (f"{role}@example.com", f"{first} {role.title()}", role)
    for first, role in zip(FIRST_NAMES, Role.values, strict=False)
    if role != Role.ADMINISTRATOR
]
BATCH_SIZE = 1000


@transaction.atomic
def seed(size: int, progress: Progress) -> None:
    """Make the demo accounts, and others in number to `size` posts; those that exist are kept.

    The administrator has a second factor. With DEBUG on, its code is MFA_TOTP_INSECURE_BYPASS_CODE.
    """
    existing = set(User.objects.values_list("email", flat=True))
    for email, name, role in DEMO_ACCOUNTS:
        if email not in existing:
            _make_demo_account(email, name, role)
    people = [
        (f"{role}{number}@example.com", role)
        for role in sorted(set(Role.values) - STAFF_ROLES)
        for number in range(1, min(3 + size // 100, 300) + 1)
    ]
    people += [(f"reader{number}@example.com", "") for number in range(1, min(10 + size // 10, 5000) + 1)]
    _make_people([person for person in people if person[0] not in existing], progress)


def _make_demo_account(email: str, name: str, role: str) -> None:
    user = User.objects.create_user(
        email,
        DEMO_PASSWORD,
        name=name,
        language=settings.LANGUAGE_CODE,
        is_staff=role in STAFF_ROLES,
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if role:
        user.groups.add(_group(role))
    if role == Role.ADMINISTRATOR:
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)


def _make_people(people: list[tuple[str, str]], progress: Progress) -> None:
    label = "Accounts"
    groups = {role: _group(role) for role in sorted({role for _email, role in people}) if role}
    progress(label, 0, len(people))
    for start in range(0, len(people), BATCH_SIZE):
        batch = people[start : start + BATCH_SIZE]
        users = User.objects.bulk_create(
            [_new_user(start + row, email) for row, (email, _role) in enumerate(batch)]
        )
        Profile.objects.bulk_create([Profile(user=user) for user in users])
        EmailAddress.objects.bulk_create(
            [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users]
        )
        memberships = User.groups.through
        memberships.objects.bulk_create(
            [
                memberships(user_id=user.pk, group_id=groups[role].pk)
                for user, (_email, role) in zip(users, batch, strict=True)
                if role
            ]
        )
        progress(label, start + len(batch), len(people))


def _new_user(row: int, email: str) -> User:
    first = FIRST_NAMES[row % len(FIRST_NAMES)]
    last = LAST_NAMES[row // len(FIRST_NAMES) % len(LAST_NAMES)]
    handle = f"{first}-{last}-{email.partition('@')[0]}".lower()
    # Nobody signs in with these: hashing thousands of passwords would take minutes.
    return User(email=email, name=f"{first} {last}", handle=handle, password=f"!{secrets.token_hex(20)}")


def _group(role: str) -> Group:
    return Group.objects.get_or_create(name=role)[0]
