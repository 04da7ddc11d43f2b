"""Background work for posts. Every task may run twice: the second run finds nothing to do."""

from celery import shared_task

from core.tasks import RetryingTask
from posts import announcing, covers


@shared_task(base=RetryingTask)
def make_cover_copies(post_id: int, name: str) -> int:
    """Make the narrower copies of the cover; returns how many."""
    return covers.make_copies(post_id, name)


@shared_task(base=RetryingTask)
def announce_due_posts() -> int:
    """Tell the followers of what went live since the last run; returns how many posts."""
    return announcing.announce_due_posts()
