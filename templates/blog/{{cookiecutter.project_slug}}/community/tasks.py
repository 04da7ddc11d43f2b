"""Background work of the community app."""

from celery import shared_task

from community.view_windows import write_finished_windows
from core.tasks import RetryingTask


@shared_task(base=RetryingTask)
def write_view_counts() -> int:
    """Add the views of the finished minutes to their posts; idempotent. Returns how many views."""
    return write_finished_windows()
