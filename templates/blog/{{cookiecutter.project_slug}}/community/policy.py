"""Who may like what and follow whom: one function per action."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from posts.models import Post

Visitor = User | AnonymousUser


def can_like(user: Visitor, post: Post) -> bool:
    """Readers like public posts, their own as well."""
    return user.is_authenticated and user.is_active and post.is_public


def can_follow_author(user: Visitor, author: User) -> bool:
    """Readers follow authors who have a public page, that is, a public post; not themselves."""
    if not user.is_authenticated or not user.is_active or user.pk == author.pk:
        return False
    return author.is_active and Post.objects.published().filter(author=author).exists()


ACTIONS = {"like": can_like, "follow_author": can_follow_author}
