"""The number of unread notifications in the menu of a signed-in user."""

from django import template

from accounts.models import User
from notifications.models import Notification

register = template.Library()

MOST_SHOWN = 99


@register.simple_tag
def unread_count(user: User) -> int:
    """Return how many notifications wait, at most one more than MOST_SHOWN: counting further is waste."""
    return Notification.objects.of(user).unread()[: MOST_SHOWN + 1].count()
