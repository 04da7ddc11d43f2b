"""What the newsletter knows of a user, for the export and the deletion of an account."""

import json
from collections.abc import Iterator

from accounts.models import User
from newsletter.models import Subscriber


def export(user: User) -> Iterator[tuple[str, bytes]]:
    """Yield the subscription of the user's address, if there is one."""
    subscriber = Subscriber.objects.filter(email__iexact=user.email).first()
    if subscriber:
        record = {"status": subscriber.status, "since": subscriber.created_at.isoformat()}
        yield "newsletter.json", json.dumps(record, indent=2).encode()


def erase(user: User) -> None:
    """Forget the subscription of the user's address."""
    Subscriber.objects.filter(email__iexact=user.email).delete()
