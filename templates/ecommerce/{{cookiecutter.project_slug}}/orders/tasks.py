"""What happens to orders in the background."""

from celery import shared_task

from core.tasks import RetryingTask
from orders.personal_data import forget_buyers
from orders.services import expire_due_orders


@shared_task(base=RetryingTask)
def expire_orders() -> int:
    """End orders that were not paid in time; returns how many."""
    return expire_due_orders()


@shared_task(base=RetryingTask)
def forget_deleted_buyers() -> int:
    """Forget who ordered, of orders that ended after their account was deleted; returns how many."""
    return forget_buyers()
