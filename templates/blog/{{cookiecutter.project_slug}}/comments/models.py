"""Comments of readers on posts, and what readers report about them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comments.querysets import CommentQuerySet
from core.models import TimeStampedModel
from posts.models import Post


class Comment(TimeStampedModel):
    """A comment, or the answer to one; ``path`` keeps a thread in reading order in one query."""

    class Status(models.TextChoices):
        """What moderators decided, or have still to decide."""

        PENDING = "pending", _("waiting")
        APPROVED = "approved", _("approved")
        REPORTED = "reported", _("hidden after reports")
        SPAM = "spam", _("spam")
        DELETED = "deleted", _("deleted")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments", verbose_name=_("post"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments", verbose_name=_("author")
    )
    # CASCADE, so that a post can be deleted with its whole thread; a single comment is never deleted.
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        related_name="replies",
        verbose_name=_("answers"),
        null=True,
        blank=True,
    )
    path = models.CharField(max_length=80, blank=True, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    body = models.TextField(_("comment"), max_length=5000, blank=True)
    body_html = models.TextField(_("comment as HTML"), blank=True, editable=False)
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("decided by"),
        null=True,
        blank=True,
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["path"]
        indexes = [
            models.Index(fields=["post", "path"], name="comments_thread"),
            models.Index(fields=["status", "id"], name="comments_queue"),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        return reverse("comments:detail", args=[self.pk])

    @property
    def reply_url(self) -> str:
        """Where one answers it."""
        return reverse("comments:reply", args=[self.pk])

    @property
    def is_shown(self) -> bool:
        """Whether visitors read its text."""
        return self.status == self.Status.APPROVED


class Report(models.Model):
    """A reader thinks that a comment should not stand; once per reader and comment."""

    class Reason(models.TextChoices):
        """Why somebody reports a comment."""

        SPAM = "spam", _("It is advertising or spam")
        ABUSE = "abuse", _("It insults or threatens somebody")
        OFF_TOPIC = "off_topic", _("It has nothing to do with the post")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="reports", verbose_name=_("comment")
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("reporter")
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    created_at = models.DateTimeField(_("reported at"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reporter"], name="comments_one_report_per_reader")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.get_reason_display()}"
