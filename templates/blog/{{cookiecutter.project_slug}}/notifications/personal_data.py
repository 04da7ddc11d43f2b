"""What a user's notifications add to the export of an account, and what its deletion takes away."""

from collections.abc import Iterator

from accounts.models import User
from core.export import json_file
from notifications.models import MutedKind, Notification


def export(user: User) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the export."""
    rows = Notification.objects.of(user).values("kind", "title", "url", "created_at", "read_at")
    yield "notifications.json", json_file(rows)
    yield "muted-notifications.json", json_file(MutedKind.objects.filter(user=user).values("kind"))


def erase(user: User) -> None:
    """Delete what was kept for the user alone."""
    Notification.objects.of(user).delete()
    MutedKind.objects.filter(user=user).delete()
