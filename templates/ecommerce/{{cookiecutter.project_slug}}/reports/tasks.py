"""The schedule of the rollups."""

from datetime import date, timedelta

from celery import shared_task
from django.utils import timezone

from core.tasks import RetryingTask
from reports.rollups import rebuild_best_sellers, rebuild_days

# A worker that stood still over a long weekend is caught up with.
NIGHTLY_DAYS = 7


@shared_task(base=RetryingTask)
def count_today() -> int:
    """Count today and yesterday anew; returns how many days."""
    today = _today()
    return rebuild_days(today - timedelta(days=1), today)


@shared_task(base=RetryingTask)
def count_nightly() -> int:
    """Count the last days anew, and what sells best; returns how many products that names."""
    today = _today()
    rebuild_days(today - timedelta(days=NIGHTLY_DAYS), today)
    return rebuild_best_sellers()


def _today() -> date:
    return timezone.localdate(timezone=timezone.get_default_timezone())
