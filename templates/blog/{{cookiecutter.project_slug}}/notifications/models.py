"""What happened that concerns a user, and what each user wants to be told by e-mail.

Nothing here knows of posts or comments: a notification holds the title and the address of its subject.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind
from notifications.querysets import NotificationQuerySet


class Notification(models.Model):
    """Somebody did something that the recipient wants to know; `key` tells one event from the next."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notifications",
        verbose_name=_("recipient"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=100)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who did it"),
        null=True,
        blank=True,
    )
    title = models.CharField(_("title"), max_length=200)
    url = models.CharField(_("address"), max_length=300)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "key"], name="notifications_once_per_recipient"
            )
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notifications_newest"),
            models.Index(fields=["recipient"], name="notifications_unread", condition=Q(read_at=None)),
            models.Index(fields=["key"], name="notifications_by_key"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What happened, in the language of the reader."""
        return Kind(self.kind).sentence(str(self.actor or _("Somebody")), self.title)


class MutedKind(models.Model):
    """A kind of notification that a user does not want by e-mail."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="muted_kinds", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)

    class Meta:
        verbose_name = _("muted kind")
        verbose_name_plural = _("muted kinds")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="notifications_muted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"
