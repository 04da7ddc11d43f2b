"""Subscribing with double opt-in, leaving, and sending an issue."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from core.caching import bump
from core.mail import send_mail_later
from core.markdown import render
from core.tasks import after_commit
from newsletter.errors import NobodySubscribedError, NoDraftError
from newsletter.links import confirmation_token, confirming_subscriber, leaving_subscriber
from newsletter.models import Delivery, Issue, Subscriber
from newsletter.tasks import send_batch


def subscribe(email: str, *, language: str | None = None) -> None:
    """Send a confirmation link to an address, unless it receives the newsletter already.

    Nothing is returned and the page says the same in each case, so that nobody can find out who
    subscribed (OWASP Authentication Cheat Sheet, user enumeration).
    """
    language = language or get_language() or settings.LANGUAGE_CODE
    subscriber, _made = Subscriber.objects.get_or_create(email=email.lower(), defaults={"language": language})
    if subscriber.status == Subscriber.Status.CONFIRMED:
        return
    context = {"token": confirmation_token(subscriber)}
    send_mail_later("newsletter_confirm", subscriber.email, context, language=subscriber.language)


def confirm_subscription(token: str) -> Subscriber:
    """Let an address receive the newsletter. Raises BadTokenError."""
    subscriber = confirming_subscriber(token)
    subscriber.status = Subscriber.Status.CONFIRMED
    subscriber.confirmed_at = timezone.now()
    subscriber.save(update_fields=["status", "confirmed_at", "updated_at"])
    return subscriber


def unsubscribe(token: str) -> Subscriber:
    """Send an address nothing more. Raises BadTokenError."""
    subscriber = leaving_subscriber(token)
    subscriber.status = Subscriber.Status.UNSUBSCRIBED
    subscriber.save(update_fields=["status", "updated_at"])
    return subscriber


@transaction.atomic
def save_issue(issue: Issue, *, by: User) -> Issue:
    """Save subject and text of a draft, with its HTML made anew. Raises NoDraftError."""
    issue.body_html = render(issue.body).html
    if not issue.pk:
        issue.created_by = by
        issue.save()
    else:
        _lock_draft(issue)
        # Not the status: it was read before the lock, and would make a draft of an issue sent meanwhile.
        issue.save(update_fields=["subject", "body", "body_html", "updated_at"])
    return issue


@transaction.atomic
def delete_issue(issue: Issue, *, by: User) -> None:
    """Throw a draft away. Raises NoDraftError."""
    _lock_draft(issue).delete()


@transaction.atomic
def send_issue(issue: Issue, *, by: User) -> Issue:
    """Note every confirmed subscriber as a recipient, and start sending after the commit.

    The row is locked: two editors who press the button at once send one newsletter.
    Raises NoDraftError and NobodySubscribedError.
    """
    issue = _lock_draft(issue)
    recipients = Subscriber.objects.confirmed().values_list("pk", flat=True)
    deliveries = [Delivery(issue=issue, subscriber_id=pk) for pk in recipients]
    if not deliveries:
        raise NobodySubscribedError
    Delivery.objects.bulk_create(deliveries, batch_size=1000)
    issue.status, issue.recipients = Issue.Status.SENDING, len(deliveries)
    issue.save(update_fields=["status", "recipients", "updated_at"])
    bump("newsletter")
    after_commit(send_batch, issue.pk)
    return issue


def _lock_draft(issue: Issue) -> Issue:
    """Return the draft as it is now and hold its row until the end of the transaction."""
    draft = Issue.objects.select_for_update().filter(pk=issue.pk, status=Issue.Status.DRAFT).first()
    if draft is None:
        raise NoDraftError
    return draft
