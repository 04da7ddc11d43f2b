"""Telling users what happened: kept in a list on the site and, unless they mute it, sent by e-mail."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from core.mail import send_mail_later
from core.tokens import sign
from notifications.kinds import Kind
from notifications.models import MutedKind, Notification

UNSUBSCRIBE = "notifications.unsubscribe"


@dataclass(frozen=True)
class Notice:
    """An event: `key` names it for ever ("comment:12"), title and url name its subject."""

    kind: Kind
    key: str
    title: str
    url: str
    actor: User | None = None

    def of_kind(self, kind: Kind) -> "Notice":
        """Return the same event as another group of people sees it."""
        return replace(self, kind=kind)

    @property
    def sentence(self) -> str:
        """What happened, in the current language."""
        return self.kind.sentence(str(self.actor or ""), self.title)


@transaction.atomic
def notify(recipients: Iterable[User], notice: Notice) -> int:
    """Tell each active recipient but the actor, once per event however often it is called.

    Returns how many were told now. The e-mails start after the commit.
    """
    wanted = {user.pk for user in recipients} - {notice.actor.pk if notice.actor else None}
    told = Notification.objects.filter(recipient__in=wanted, kind=notice.kind, key=notice.key)
    wanted -= set(told.values_list("recipient", flat=True))
    users = list(User.objects.filter(pk__in=wanted, is_active=True).select_related("profile").order_by("pk"))
    fields = {name: getattr(notice, name) for name in ("kind", "key", "title", "url", "actor")}
    rows = [Notification(recipient=user, **fields) for user in users]
    # Another process may be telling the same event right now: the constraint lets only one row live.
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    _send_mails(users, notice)
    return len(rows)


def withdraw(key: str) -> None:
    """Forget an event whose subject is gone."""
    Notification.objects.filter(key=key).delete()


def _send_mails(users: Iterable[User], notice: Notice) -> None:
    users = [user for user in users if user.email and _wants_mail(user)]
    muted = MutedKind.objects.filter(user__in=users, kind=notice.kind)
    muted_ids = set(muted.values_list("user", flat=True))
    for user in users:
        if user.pk not in muted_ids:
            _send_mail(user, notice)


def _wants_mail(user: User) -> bool:
    profile = getattr(user, "profile", None)
    return profile is None or profile.notify_by_email


def _send_mail(user: User, notice: Notice) -> None:
    token = sign([user.pk, notice.kind.value], UNSUBSCRIBE)
    unsubscribe = settings.SITE_URL + reverse("notifications:unsubscribe", args=[token])
    context = {
        "notice": notice,
        "kind": notice.kind.label,
        "link": settings.SITE_URL + notice.url,
        "unsubscribe": unsubscribe,
        "preferences": settings.SITE_URL + reverse("notifications:preferences"),
    }
    # Mail programs show a button for it: https://www.rfc-editor.org/rfc/rfc8058
    headers = {
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    send_mail_later("notification", user.email, context, language=user.language or None, headers=headers)
