"""Making and revoking tokens; the database keeps their fingerprints only."""

import hashlib
import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from rest_framework.authtoken.models import Token

from accounts.models import User
from api.policy import can_manage_token

# The length of the column; 40 hexadecimal digits are 160 bits.
FINGERPRINT_LENGTH = 40


@transaction.atomic
def make_token(account: User, *, by: User) -> str:
    """Return a new token, the only time it can be read; the old one ends. Raises PermissionDenied."""
    # Locked, so that two clicks leave one token.
    account = User.objects.select_for_update().get(pk=account.pk)
    revoke_token(account, by=by)
    token = secrets.token_urlsafe(32)
    Token.objects.create(user=account, key=fingerprint(token))
    return token


def revoke_token(account: User, *, by: User) -> None:
    """Make the token of the account worthless; without one nothing happens. Raises PermissionDenied."""
    if not can_manage_token(by, account):
        raise PermissionDenied
    Token.objects.filter(user=account).delete()


def fingerprint(token: str) -> str:
    """Return what is stored of a token: whoever reads the database cannot use it.

    A token is random, so a quick hash without salt is enough.
    """
    return hashlib.sha256(token.encode()).hexdigest()[:FINGERPRINT_LENGTH]
