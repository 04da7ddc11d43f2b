"""Likes, follows and numbers of views for the demonstration."""

import random
from collections import defaultdict
from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from community.models import Follow, Like
from notifications.kinds import Kind
from notifications.models import Notification
from posts.models import Post

Progress = Callable[[str, int, int], None]

BATCH_SIZE = 1000
MOST_LIKES = 9
VIEWS_PER_LIKE = 37
MOST_READERS = 500
AUTHORS_FOLLOWED = 3
NEWS = 3


@transaction.atomic
def seed(size: int, progress: Progress) -> None:
    """Make likes and follows once, after the posts and the accounts; `size` is the number of posts."""
    if Like.objects.exists():
        return
    users = User.objects.filter(is_active=True).order_by("pk")
    readers = list(users.filter(groups=None).values_list("pk", flat=True)[:MOST_READERS])
    posts = list(Post.objects.published().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(posts), BATCH_SIZE):
        batch = posts[start : start + BATCH_SIZE]
        _like(batch, readers)
        progress("Likes", start + len(batch), len(posts))
    authors = users.filter(posts__in=Post.objects.published()).distinct()
    _follow(list(authors.values_list("pk", flat=True)), readers)
    if readers:
        _tell(readers[0])


def _like(post_ids: list[int], readers: list[int]) -> None:
    """Let some readers like each post; posts with the same number are counted in one statement."""
    likes: list[Like] = []
    posts_by_count: dict[int, list[int]] = defaultdict(list)
    for post_id in post_ids:
        count = random.randint(0, min(MOST_LIKES, len(readers)))  # noqa: S311 - the same demonstration everywhere
        likes += [Like(user_id=reader, post_id=post_id) for reader in random.sample(readers, count)]
        posts_by_count[count].append(post_id)
    Like.objects.bulk_create(likes, BATCH_SIZE)
    for count, ids in posts_by_count.items():
        views = (count + 1) * VIEWS_PER_LIKE
        Post.objects.filter(pk__in=ids).update(like_count=count, view_count=views)


def _follow(authors: list[int], readers: list[int]) -> None:
    """Let every reader follow a few authors."""
    chosen = [(reader, random.sample(authors, min(AUTHORS_FOLLOWED, len(authors)))) for reader in readers]
    rows = [
        Follow(follower_id=reader, author_id=author)
        for reader, followed in chosen
        for author in followed
        if author != reader
    ]
    Follow.objects.bulk_create(rows, BATCH_SIZE)


def _tell(reader: int) -> None:
    """Give the first reader, the demo account, some news of the authors that they follow."""
    posts = Post.objects.published().filter(author__followers__follower=reader).select_related("author")
    rows = [
        Notification(
            recipient_id=reader,
            kind=Kind.POST,
            key=f"post:{post.pk}",
            actor=post.author,
            title=post.title,
            url=post.get_absolute_url(),
        )
        for post in posts[:NEWS]
    ]
    Notification.objects.bulk_create(rows)
