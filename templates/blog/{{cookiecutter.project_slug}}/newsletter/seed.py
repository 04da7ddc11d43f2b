"""A newsletter with subscribers, an issue that was sent and one that is being written."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.markdown import render
from newsletter.models import Issue, Subscriber

Progress = Callable[[str, int, int], None]

BATCH_SIZE = 1000
ISSUES = [
    (
        "Letters from the kitchen: the first frost",
        "Good morning!\n\nThe first frost is here, and with it the *long* evenings. This month we looked "
        "into the pots of people who cook for many, and came back with three soups and a bread.\n\n"
        "- What a stock needs, and what it does not\n- Why bread likes to wait\n"
        "- A letter from the harbour\n\n"
        "Stay warm, and write to us.",
        Issue.Status.SENT,
    ),
    (
        "Letters from the kitchen: before the holidays",
        "A draft of the next issue. **Three things** that can be made the day before:\n\n"
        "1. The dough\n2. The stock\n3. The table",
        Issue.Status.DRAFT,
    ),
]


@transaction.atomic
def seed(size: int, progress: Progress) -> None:
    """Make the issues once, and subscribers in number to `size` posts."""
    editor = User.objects.get(email="editor@example.com")
    if not Issue.objects.exists():
        for subject, body, status in ISSUES:
            _make_issue(editor, subject, body, status)
    _make_subscribers(min(20 + size // 10, 20_000), progress)


def _make_issue(editor: User, subject: str, body: str, status: str) -> None:
    is_sent = status == Issue.Status.SENT
    Issue.objects.create(
        subject=subject,
        body=body,
        body_html=render(body).html,
        status=status,
        created_by=editor,
        recipients=20 if is_sent else 0,
        sent_at=timezone.now() - timedelta(days=9) if is_sent else None,
    )


def _make_subscribers(count: int, progress: Progress) -> None:
    now = timezone.now()
    for start in range(0, count, BATCH_SIZE):
        numbers = range(start, min(start + BATCH_SIZE, count))
        rows = [_subscriber(number, now) for number in numbers]
        Subscriber.objects.bulk_create(rows, ignore_conflicts=True)
        progress("Subscribers", numbers.stop, count)


def _subscriber(number: int, now: datetime) -> Subscriber:
    """Every seventh has not followed the link yet."""
    confirmed = number % 7 != 6
    return Subscriber(
        email=f"subscriber{number}@example.org",
        language="de" if number % 3 == 0 else "en",
        status=Subscriber.Status.CONFIRMED if confirmed else Subscriber.Status.PENDING,
        confirmed_at=now if confirmed else None,
    )
