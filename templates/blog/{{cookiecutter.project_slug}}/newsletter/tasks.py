"""Sending an issue in batches: a worker that dies loses nothing and sends nothing twice."""

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.caching import bump
from core.mail import send_mail_later
from core.tasks import RetryingTask, after_commit
from newsletter.links import unsubscribe_token
from newsletter.models import Delivery, Issue, Subscriber

BATCH_SIZE = 200


@shared_task(base=RetryingTask)
@transaction.atomic
def send_batch(issue_pk: int) -> int:
    """Mail the next recipients of an issue, start the task after this one, and return how many were mailed.

    The rows are locked: two workers with the same task take different ones. What a failed attempt
    marked is rolled back with it, and its mails start only after the commit.
    """
    issue = Issue.objects.get(pk=issue_pk)
    waiting = issue.deliveries.filter(sent_at__isnull=True).select_related("subscriber").order_by("pk")
    batch = list(waiting.select_for_update(of=("self",), skip_locked=True)[:BATCH_SIZE])
    for delivery in batch:
        if delivery.subscriber.status == Subscriber.Status.CONFIRMED:
            _mail(issue, delivery.subscriber)
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in batch]).update(sent_at=timezone.now())
    if batch:
        after_commit(send_batch, issue_pk)
    elif not issue.deliveries.filter(sent_at__isnull=True).exists():
        Issue.objects.filter(pk=issue_pk, status=Issue.Status.SENDING).update(
            status=Issue.Status.SENT, sent_at=timezone.now()
        )
        bump("newsletter")
    return len(batch)


def _mail(issue: Issue, subscriber: Subscriber) -> None:
    path = reverse("newsletter:unsubscribe", args=[unsubscribe_token(subscriber)])
    address = f"{settings.SITE_URL}{path}"
    # RFC 8058: mail programs show a button that leaves the list with one click.
    headers = {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    context = {
        "subject": issue.subject,
        "body": issue.body,
        "body_html": issue.body_html,
        "issue_url": f"{settings.SITE_URL}{issue.get_absolute_url()}",
        "unsubscribe_url": address,
    }
    send_mail_later(
        "newsletter_issue", subscriber.email, context, language=subscriber.language, headers=headers
    )


@shared_task(base=RetryingTask)
def resume_sending() -> int:
    """Start again what a lost broker left unfinished; returns the number of issues."""
    issues = list(Issue.objects.filter(status=Issue.Status.SENDING).values_list("pk", flat=True))
    for pk in issues:
        send_batch.delay(pk)
    return len(issues)
