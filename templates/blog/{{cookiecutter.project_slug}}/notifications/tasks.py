"""Telling many people takes long, so a worker does it in batches."""

from celery import shared_task
from django.db import transaction

from accounts.models import User
from core.tasks import RetryingTask, after_commit, claim
from notifications.delivery import Notice, notify
from notifications.kinds import Kind

BATCH_SIZE = 500


@shared_task(base=RetryingTask)
@transaction.atomic
def tell_followers(author_id: int, event: dict[str, str], after: int = 0) -> int:
    """Tell the followers whose id is greater than `after`; returns how many. The next batch follows.

    `event` holds the key, title and url of a `Notice`.
    """
    if not claim(f"followers:{event['key']}:{after}"):
        return 0
    followers = User.objects.filter(following__author=author_id, is_active=True, pk__gt=after)
    batch = list(followers.order_by("pk")[:BATCH_SIZE])
    if len(batch) == BATCH_SIZE:
        after_commit(tell_followers, author_id, event, batch[-1].pk)
    return notify(batch, Notice(Kind.POST, actor=User.objects.get(pk=author_id), **event))
