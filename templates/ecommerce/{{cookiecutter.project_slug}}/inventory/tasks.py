"""Telling the warehouse what is nearly gone."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.mail import send_mail_later
from core.tasks import RetryingTask
from inventory.models import Stock

BATCH_SIZE = 200


@shared_task(base=RetryingTask)
@transaction.atomic
def warn_of_low_stock() -> int:
    """Tell the warehouse once about each article that is nearly gone; returns how many articles.

    The stocks are marked in the transaction that sends the mails, so that no run tells the same again.
    """
    low = Stock.objects.to_warn_of().select_for_update(of=("self",), skip_locked=True)
    stocks = list(low.select_related("variant__product").order_by("variant")[:BATCH_SIZE])
    people = _warehouse()
    if not stocks or not people:
        return 0
    Stock.objects.filter(pk__in=[stock.pk for stock in stocks]).update(alerted_at=timezone.now())
    for user in people:
        send_mail_later("low_stock", user.email, {"stocks": stocks}, language=user.language or None)
    return len(stocks)


def _warehouse() -> list[User]:
    """Return whom to tell: the warehouse, or the administrators of a shop that has nobody there."""
    warehouse = User.objects.active().with_role(Role.WAREHOUSE)
    return list(warehouse or User.objects.administrators())
