"""Authors as readers see them: a page exists for whoever has a public post."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from posts.models import Post


def public_authors() -> QuerySet[User]:
    """Return the active users with at least one public post."""
    posts = Post.objects.published().filter(author=OuterRef("pk"))
    return User.objects.filter(Exists(posts), is_active=True).select_related("profile")
