"""The number of unread notifications in the menu of a signed-in user."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from accounts.models import User
from notifications.models import Notification

register = template.Library()

MOST_SHOWN = 99


@register.simple_tag
def unread_badge(user: User) -> SafeString:
    """Return how many notifications wait, or nothing; one query on a small index."""
    # Counting stops where the number is not shown any more.
    count = Notification.objects.of(user).unread()[: MOST_SHOWN + 1].count()
    if not count:
        return SafeString("")
    shown = f"{MOST_SHOWN}+" if count > MOST_SHOWN else str(count)
    words = ngettext("unread notification", "unread notifications", count)
    return format_html(
        ' <span class="badge badge-accent">{}<span class="visually-hidden"> {}</span></span>', shown, words
    )
