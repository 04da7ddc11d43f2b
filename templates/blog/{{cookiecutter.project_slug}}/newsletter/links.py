"""The signed links of the newsletter's mails: only the owner of an address has them."""

from datetime import timedelta

from core.tokens import BadTokenError, sign, unsign
from newsletter.models import Subscriber

CONFIRM = "newsletter-confirm"
CONFIRM_MAX_AGE = timedelta(days=3)
UNSUBSCRIBE = "newsletter-unsubscribe"
# Leaving must be possible from an old mail too.
UNSUBSCRIBE_MAX_AGE = timedelta(days=3650)


def confirmation_token(subscriber: Subscriber) -> str:
    """Return what the link in the confirmation mail carries; valid for three days."""
    return sign(subscriber.pk, CONFIRM)


def unsubscribe_token(subscriber: Subscriber) -> str:
    """Return what the link in every issue carries; valid for ten years."""
    return sign(subscriber.pk, UNSUBSCRIBE)


def confirming_subscriber(token: str) -> Subscriber:
    """Return who follows a confirmation link. Raises BadTokenError."""
    return _subscriber(unsign(token, CONFIRM, CONFIRM_MAX_AGE))


def leaving_subscriber(token: str) -> Subscriber:
    """Return who follows an unsubscribe link. Raises BadTokenError."""
    return _subscriber(unsign(token, UNSUBSCRIBE, UNSUBSCRIBE_MAX_AGE))


def _subscriber(pk: int) -> Subscriber:
    try:
        return Subscriber.objects.get(pk=pk)
    except Subscriber.DoesNotExist as error:
        raise BadTokenError from error
