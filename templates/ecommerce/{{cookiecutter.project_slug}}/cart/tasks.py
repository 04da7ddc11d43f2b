"""Tidying up."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from cart.models import Cart
from core.tasks import RetryingTask

GUEST_DAYS = 60
BATCH_SIZE = 1000


@shared_task(base=RetryingTask)
def delete_abandoned_carts() -> int:
    """Delete carts that nobody can come back to: guests' after their cookie, merged and ordered ones."""
    limit = timezone.now() - timedelta(days=GUEST_DAYS)
    old = Cart.objects.filter(updated_at__lt=limit).exclude(user__isnull=False, status=Cart.Status.OPEN)
    keys = list(old.values_list("pk", flat=True)[:BATCH_SIZE])
    Cart.objects.filter(pk__in=keys).delete()
    return len(keys)
