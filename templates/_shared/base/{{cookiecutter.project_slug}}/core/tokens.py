"""Signed, expiring values for links in e-mails and previews: nothing is stored, nothing can be forged."""

from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class BadTokenError(DomainError):
    message = _("This link is damaged or too old. Please ask for a new one.")


def sign(value: Any, purpose: str) -> str:
    """Return a token, safe in a URL, that holds `value` (anything JSON can hold) for one purpose."""
    return signing.TimestampSigner(salt=purpose).sign_object(value)


def unsign(token: str, purpose: str, max_age: int | timedelta) -> Any:
    """Return the signed value; `max_age` in seconds. Raises BadTokenError, also for another purpose."""
    try:
        return signing.TimestampSigner(salt=purpose).unsign_object(token, max_age=max_age)
    except (signing.BadSignature, ValueError) as error:
        raise BadTokenError from error
