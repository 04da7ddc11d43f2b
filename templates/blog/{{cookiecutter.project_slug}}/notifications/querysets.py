"""Which notifications a user has."""

from typing import TYPE_CHECKING, Self

from django.db import models

from accounts.models import User

if TYPE_CHECKING:
    from notifications.models import Notification  # noqa: F401 - named in a string


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications by recipient and whether they were read."""

    def of(self, user: User) -> Self:
        """Keep the user's own."""
        return self.filter(recipient=user)

    def unread(self) -> Self:
        """Keep what the recipient has not seen."""
        return self.filter(read_at=None)
