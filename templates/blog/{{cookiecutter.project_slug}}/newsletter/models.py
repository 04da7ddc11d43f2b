"""Who receives the newsletter, its issues, and which issue went to whom."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import TimeStampedModel


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Subscribers by whether they receive mail."""

    def confirmed(self) -> Self:
        """Keep those who followed the link that was sent to them."""
        return self.filter(status=Subscriber.Status.CONFIRMED)


class Subscriber(TimeStampedModel):
    """An address that asked for the newsletter; it receives nothing until it is confirmed."""

    class Status(models.TextChoices):
        """Double opt-in: only the owner of the address can confirm it."""

        PENDING = "pending", _("not confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        UNSUBSCRIBED = "unsubscribed", _("unsubscribed")

    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.PENDING)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="newsletter_one_row_per_address"),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(confirmed_at__isnull=False),
                name="newsletter_confirmed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class Issue(TimeStampedModel):
    """One newsletter, written in Markdown and sent once."""

    class Status(models.TextChoices):
        """An issue is changed as a draft only."""

        DRAFT = "draft", _("draft")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")

    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"), help_text=_("Markdown, as in posts."))
    body_html = models.TextField(editable=False)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    recipients = models.PositiveIntegerField(_("recipients"), default=0, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("newsletter:issue", args=[self.pk])


class Delivery(models.Model):
    """An issue goes to a subscriber at most once, however often the task runs."""

    issue = models.ForeignKey(
        Issue, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("issue")
    )
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("subscriber")
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="newsletter_one_delivery")
        ]
        indexes = [
            models.Index(fields=["issue"], condition=Q(sent_at__isnull=True), name="newsletter_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} → {self.subscriber}"
