"""What likes and follows add to the export of an account, and what its deletion takes away."""

from collections.abc import Iterator

from django.db.models import F

from accounts.models import User
from community.models import Follow, Like
from core.caching import bump
from core.export import json_chunks
from posts.models import Post


def export(user: User) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the files of the export."""
    likes = Like.objects.filter(user=user).order_by("pk")
    yield "likes.json", json_chunks(likes.values("post__title", "created_at").iterator())
    follows = Follow.objects.filter(follower=user).order_by("pk")
    yield "following.json", json_chunks(follows.values("author__name", "created_at").iterator())


def erase(user: User) -> None:
    """Delete likes and follows, and take the likes off the counters of their posts."""
    liked = list(Like.objects.select_for_update().filter(user=user).values_list("post", flat=True))
    Like.objects.filter(user=user).delete()
    Post.objects.filter(pk__in=liked).update(like_count=F("like_count") - 1)
    for post_id in liked:
        bump(f"post:{post_id}")
    Follow.objects.filter(follower=user).delete()
    Follow.objects.filter(author=user).delete()
