"""Likes and follows. Each service states what shall be true, so that a double click does no harm."""

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from community.errors import CannotFollowError, CannotLikeError
from community.models import Follow, Like
from community.policy import can_follow_author, can_like
from core.caching import bump
from posts.models import Post


@transaction.atomic
def like_post(post: Post, by: User) -> bool:
    """Make the reader like the post; False if that was so before. Raises CannotLikeError."""
    if not can_like(by, post):
        raise CannotLikeError
    try:
        with transaction.atomic():
            Like.objects.create(user=by, post=post)
    except IntegrityError:
        return False
    _change_count(post, 1)
    return True


@transaction.atomic
def unlike_post(post: Post, by: User) -> bool:
    """Make the reader not like the post; False if that was so before."""
    # One DELETE, whose number of rows is right even when two of them meet.
    deleted, _rows = Like.objects.filter(user=by, post=post).delete()
    if deleted:
        _change_count(post, -1)
    return bool(deleted)


def follow_author(author: User, by: User) -> bool:
    """Make the reader follow the author; False if that was so before. Raises CannotFollowError."""
    if not can_follow_author(by, author):
        raise CannotFollowError
    return Follow.objects.get_or_create(follower=by, author=author)[1]


def unfollow_author(author: User, by: User) -> bool:
    """Make the reader not follow the author; False if that was so before."""
    return bool(Follow.objects.filter(follower=by, author=author).delete()[0])


def _change_count(post: Post, difference: int) -> None:
    Post.objects.filter(pk=post.pk).update(like_count=F("like_count") + difference)
    post.refresh_from_db(fields=["like_count"])
    bump(f"post:{post.pk}")
