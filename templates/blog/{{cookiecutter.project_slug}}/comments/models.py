"""Comments of readers on posts, and what readers report about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.querysets import CommentQuerySet
from core.models import TimeStampedModel
from posts.models import Post


class Comment(TimeStampedModel):
    """A comment, or the answer to one; ``path`` keeps a thread in reading order in one query."""

    class Status(models.TextChoices):
        """What moderators decided."""

        PENDING = "pending", _("waiting")
        APPROVED = "approved", _("approved")
        SPAM = "spam", _("spam")
        DELETED = "deleted", _("deleted")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments", verbose_name=_("post"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments", verbose_name=_("author")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="replies",
        verbose_name=_("answers"),
        null=True,
        blank=True,
    )
    path = models.CharField(max_length=80, blank=True, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    body = models.TextField(_("comment"), max_length=5000)
    body_html = models.TextField(_("comment as HTML"), editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PENDING)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["path"]
        indexes = [
            models.Index(fields=["post", "path"], name="comments_thread"),
            models.Index(fields=["created_at"], name="comments_waiting", condition=Q(status="pending")),
        ]

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        return f"{self.post.get_absolute_url()}#comment-{self.pk}"
