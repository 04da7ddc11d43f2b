"""Background work for the catalogue. Every task may run twice: the second run makes the same."""

from celery import shared_task

from catalog import services
from core.tasks import RetryingTask


@shared_task(base=RetryingTask)
def make_copies(picture_id: int, name: str) -> int:
    """Make the narrower copies of a picture; returns how many."""
    return services.store_copies(picture_id, name)
