"""Background work: how it starts (after the commit), retries (with backoff) and acts only once."""

import logging
from datetime import timedelta
from typing import Any

from celery import Task, shared_task
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.logs import request_id
from core.models import Claim

logger = logging.getLogger(__name__)

CLAIM_DAYS = 7


class RetryingTask(Task):
    """A task that tries again after 1, 2, 4 ... seconds (with jitter, at most 10 minutes apart).

    Use as `@shared_task(base=RetryingTask)`; the task must be idempotent, see `claim`.
    """

    autoretry_for = (Exception,)
    max_retries = 8
    retry_backoff = True
    retry_backoff_max = 600
    retry_jitter = True
    acks_late = True
    reject_on_worker_lost = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run with the request id of the page that started the task, so that the logs can be joined."""
        token = request_id.set((self.request.headers or {}).get("request_id", "") or request_id.get())
        try:
            return super().__call__(*args, **kwargs)
        finally:
            request_id.reset(token)


def after_commit(task: Task, *args: Any, **kwargs: Any) -> None:
    """Start the task once the transaction is committed: the worker must find the rows it is told of.

    A broker that is down is logged and does not fail the request, whose work is already saved.
    """
    headers = {"request_id": request_id.get()}
    transaction.on_commit(lambda: task.apply_async(args, kwargs, headers=headers), robust=True)


def claim(key: str) -> bool:
    """Take a piece of work on; False if it was done before. The caller must be in a transaction.

    The claim is committed with the effects of the work, or rolled back with them.
    """
    try:
        with transaction.atomic():
            Claim.objects.create(key=key)
    except IntegrityError:
        return False
    return True


@shared_task(base=RetryingTask)
def forget_old_claims() -> int:
    """Delete the claims that no retry can reach any more; returns how many."""
    limit = timezone.now() - timedelta(days=CLAIM_DAYS)
    return Claim.objects.filter(created_at__lt=limit).delete()[0]


@shared_task(base=RetryingTask)
@transaction.atomic
def deliver_mail(key: str, message: dict[str, Any]) -> bool:
    """Send one rendered message once, however often the broker delivers the task."""
    if not claim(f"mail:{key}"):
        return False
    mail = EmailMultiAlternatives(
        message["subject"], message["text"], to=message["to"], headers=message["headers"]
    )
    if message["html"]:
        mail.attach_alternative(message["html"], "text/html")
    mail.send()
    return True
