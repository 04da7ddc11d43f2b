"""Which posts somebody may see, and in what company they are read."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role

if TYPE_CHECKING:
    pass

EVERY_POST = (Role.EDITOR, Role.ADMINISTRATOR)


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by who may see or change them."""

    def published(self) -> Self:
        """Keep what visitors see now: no worker is needed for a scheduled post to appear."""
        return self.filter(status="published", published_at__lte=timezone.now())

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep what the user may read: published posts, their own, and everything for editors."""
        if not user.is_authenticated:
            return self.published()
        if user.has_role(*EVERY_POST):
            return self
        return self.filter(Q(status="published", published_at__lte=timezone.now()) | Q(author=user))

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Keep what the user may change: an author's own posts, every post for editors."""
        if not user.is_authenticated or not user.has_role(Role.AUTHOR, *EVERY_POST):
            return self.none()
        return self if user.has_role(*EVERY_POST) else self.filter(author=user)

    def with_cards(self) -> Self:
        """Fetch what a list shows of each post, and not its text."""
        return self.select_related("author", "category").defer("body", "body_html", "toc")
