"""What the newsletter knows of a user, for the export and the deletion of an account."""

from collections.abc import Iterator

from accounts.models import User
from core.export import json_file
from newsletter.models import Subscriber


def export(user: User) -> Iterator[tuple[str, bytes]]:
    """Yield the subscription of the user's address: a list of one row or none."""
    rows = Subscriber.objects.filter(email=user.email.lower())
    columns = ("email", "status", "language", "created_at", "confirmed_at")
    yield "newsletter.json", json_file(rows.values(*columns))


def erase(user: User) -> None:
    """Forget the subscription of the user's address."""
    Subscriber.objects.filter(email=user.email.lower()).delete()
