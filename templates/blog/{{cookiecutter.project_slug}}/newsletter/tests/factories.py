"""Subscribers and issues for tests."""

from itertools import count

from django.utils import timezone

from accounts.models import User
from newsletter import services
from newsletter.models import Issue, Subscriber

_numbers = count(1)


def make_subscriber(status: str = Subscriber.Status.CONFIRMED, **fields) -> Subscriber:
    """Return a saved subscriber, confirmed unless told otherwise."""
    fields.setdefault("email", f"subscriber{next(_numbers)}@example.com")
    if status == Subscriber.Status.CONFIRMED:
        fields["confirmed_at"] = timezone.now()
    return Subscriber.objects.create(status=status, **fields)


def make_issue(by: User, **fields) -> Issue:
    """Return a saved draft."""
    values = {"subject": "Winter soups", "body": "A **warm** evening."} | fields
    return services.save_issue(Issue(**values), by=by)
