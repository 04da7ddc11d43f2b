"""What happens to the posts of somebody who leaves; the transfer app hands them out before."""

from accounts.models import User
from core.caching import bump
from posts.models import Post
from posts.services import delete_post


def erase(user: User) -> None:
    """Delete what the user wrote and nobody else was meant to read yet.

    Public posts stay, under the name that all deleted users share: others answered and linked them.
    """
    unfinished = Post.objects.filter(author=user, status__in=[Post.Status.DRAFT, Post.Status.REVIEW])
    for post in unfinished.filter(announced_at=None):
        delete_post(post, user)
    refresh(user)


def refresh(user: User) -> None:
    """Make the pages that show an author's name and picture anew."""
    if Post.objects.filter(author=user).exists():
        bump("posts")
