"""Which comments somebody sees, and in which order a thread is read."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role

if TYPE_CHECKING:
    from comments.models import Comment  # noqa: F401 - named in a string

PUBLIC_POST = ("post__status", "published")
REMOVED = ("deleted", "reported", "spam")


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments by what moderators decided."""

    def approved(self) -> Self:
        """Keep what everybody sees."""
        return self.filter(status="approved")

    def thread(self, post_id: int) -> Self:
        """Return what stands under a post, in reading order, as one query.

        A removed comment stays as an empty place while somebody's answer hangs on it.
        """
        answers = self.model.objects.approved().filter(parent=OuterRef("pk"))
        return (
            self.filter(Q(status="approved") | Q(Exists(answers), status__in=REMOVED), post=post_id)
            .select_related("author")
            .only(
                "post_id",
                "parent_id",
                "path",
                "depth",
                "body_html",
                "status",
                "created_at",
                "edited_at",
                "author__name",
                "author__handle",
            )
            .order_by("path")
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep what the user may read one by one: approved ones under public posts, and their own."""
        if user.is_authenticated and user.has_role(Role.MODERATOR):
            return self
        public = Q(PUBLIC_POST, status="approved", post__published_at__lte=timezone.now())
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(author=user)).exclude(status="deleted")

    def with_open_reports(self) -> Self:
        """Keep what readers reported and no moderator has settled."""
        open_ones = self.model.objects.filter(reports__isnull=False, reports__resolved_at=None)
        return self.filter(pk__in=open_ones.values("pk")).exclude(status="deleted")
