"""Which posts somebody may see, and in what company they are read."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from posts.policy import can_write

if TYPE_CHECKING:
    from posts.models import Post  # noqa: F401 - named by the base class


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by who may see or change them."""

    def published(self) -> Self:
        """Keep what visitors see now: no worker is needed for a scheduled post to appear."""
        return self.filter(status="published", published_at__lte=timezone.now())

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep what the user may read: published posts, their own, and everything for editors."""
        if not user.is_authenticated or not user.has_role(Role.AUTHOR, Role.EDITOR):
            return self.published()
        if user.has_role(Role.EDITOR):
            return self
        return self.filter(Q(status="published", published_at__lte=timezone.now()) | Q(author=user))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Keep what the user may change: an author's own posts, every post for editors."""
        if not user.is_authenticated or not user.has_role(Role.AUTHOR, Role.EDITOR):
            return self.none()
        return self if user.has_role(Role.EDITOR) else self.filter(author=user)

    def with_cards(self) -> Self:
        """Fetch what a list shows of each post, and not its text."""
        return self.select_related("author", "category").defer("body", "body_html", "toc")

    def by_moment(self, user: User | AnonymousUser) -> Self:
        """Add the ``moment`` to order by: when it was published or, for drafts of writers, begun."""
        if can_write(user):
            return self.annotate(moment=Coalesce("published_at", "created_at"))
        # The bare column, which has an index.
        return self.annotate(moment=F("published_at"))

    def in_state(self, state: str) -> Self:
        """Keep the posts whose ``state`` (not only their status) is the given one."""
        now = timezone.now()
        if state == "scheduled":
            return self.filter(status="published", published_at__gt=now)
        if state == "published":
            return self.published()
        return self.filter(status=state)

    def waiting_for_review(self) -> Self:
        """Keep what authors submitted, the longest wait first."""
        return self.filter(status="review").order_by("submitted_at", "pk")

    def to_announce(self) -> Self:
        """Keep what is public and has not been announced to anybody."""
        return self.published().filter(announced_at=None)

    def matching(self, text: str) -> Self:
        """Keep the posts with the words in the title, for a writer who looks for one of them."""
        posts = self
        for word in text.replace("\0", " ").split()[:8]:
            posts = posts.filter(title__icontains=word)
        return posts
