"""Everything we hold about a user, as the entries of a zip file that is written while it is sent."""

import json
from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.module_loading import import_string

from accounts.models import User

Entry = tuple[str, bytes | Iterator[bytes]]


def export_account(user: User) -> Iterator[Entry]:
    """Yield (file name, content) of our own data, then of every function in `settings.ACCOUNT_EXPORTERS`.

    Content is bytes or an iterator of bytes, so that large data is never held in memory.
    """
    yield "profile.json", _to_json(_describe(user))
    avatar = user.profile.avatar if hasattr(user, "profile") else None
    if avatar and avatar.name and avatar.storage.exists(avatar.name):
        yield f"picture/{avatar.name.rpartition('/')[2]}", _read(avatar)
    for path in settings.ACCOUNT_EXPORTERS:
        yield from import_string(path)(user)


def _describe(user: User) -> dict[str, Any]:
    fields = ("email", "name", "handle", "language", "time_zone", "date_joined", "last_login")
    account = {field: getattr(user, field) for field in fields}
    return account | {
        "roles": sorted(user.roles),
        "profile": _describe_profile(user),
        "email_addresses": _rows(EmailAddress, user, "email", "verified", "primary"),
        "connected_accounts": _rows(SocialAccount, user, "provider", "uid", "date_joined", "extra_data"),
        # The secrets behind them stay here: a stolen archive must not open the account.
        "second_factors": _rows(Authenticator, user, "type", "created_at", "last_used_at"),
        "sessions": _rows(UserSession, user, "ip", "user_agent", "created_at", "last_seen_at"),
    }


def _describe_profile(user: User) -> dict[str, Any]:
    if not hasattr(user, "profile"):
        return {}
    return {name: getattr(user.profile, name) for name in ("bio", "website", "notify_by_email")}


def _rows(model: Any, user: User, *fields: str) -> list[dict[str, Any]]:
    return list(model.objects.filter(user=user).order_by("pk").values(*fields))


def _to_json(value: Any) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def _read(file: File) -> Iterator[bytes]:
    with file.open("rb") as opened:
        yield from opened.chunks()
