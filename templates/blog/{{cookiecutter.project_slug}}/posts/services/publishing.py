"""The way of a post from draft to archive: which step may follow which, each in one UPDATE."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from core.caching import bump
from core.tasks import after_commit
from posts.errors import NotReadyError, WrongStateError
from posts.models import Post
from posts.tasks import announce_due_posts

Status = Post.Status

# Step -> the statuses it may start from. A scheduled post has the status "published".
STEPS: dict[str, tuple[str, ...]] = {
    "submit": (Status.DRAFT,),
    "return": (Status.REVIEW,),
    "publish": (Status.DRAFT, Status.REVIEW, Status.ARCHIVED),
    "unpublish": (Status.PUBLISHED,),
    "archive": (Status.DRAFT, Status.REVIEW, Status.PUBLISHED),
}


@transaction.atomic
def submit_for_review(post: Post, by: User) -> Post:
    """Put a draft into the review queue. Raises WrongStateError, NotReadyError."""
    _check_ready(post)
    return _step(post, _from("submit"), status=Status.REVIEW, submitted_at=timezone.now())


@transaction.atomic
def return_to_draft(post: Post, by: User) -> Post:
    """Take a post out of the review queue, back to its author. Raises WrongStateError."""
    return _step(post, _from("return"), status=Status.DRAFT, submitted_at=None)


@transaction.atomic
def publish_post(post: Post, by: User, at: datetime | None = None) -> Post:
    """Make the post public now, or from ``at`` on; a post that waits for its time gets the new time.

    Without ``at``, a post that was public before keeps its date. Raises WrongStateError, NotReadyError.
    """
    _check_ready(post)
    now = timezone.now()
    when = at or (post.published_at if post.was_public else now)
    startable = _from("publish") | Q(status=Status.PUBLISHED, published_at__gt=now)
    published = _step(post, startable, status=Status.PUBLISHED, published_at=when, submitted_at=None)
    after_commit(announce_due_posts)
    return published


@transaction.atomic
def unpublish(post: Post, by: User) -> Post:
    """Make a published or scheduled post a draft again. Raises WrongStateError."""
    when = post.published_at if post.was_public else None
    return _step(post, _from("unpublish"), status=Status.DRAFT, published_at=when)


@transaction.atomic
def archive_post(post: Post, by: User) -> Post:
    """Put a post away: nobody but its author and editors sees it. Raises WrongStateError."""
    when = post.published_at if post.was_public else None
    return _step(post, _from("archive"), status=Status.ARCHIVED, published_at=when, submitted_at=None)


def revoke_share_links(post: Post, by: User) -> None:
    """Make all share links given out so far invalid."""
    Post.objects.filter(pk=post.pk).update(share_version=F("share_version") + 1)
    post.refresh_from_db(fields=["share_version"])


def _from(step: str) -> Q:
    return Q(status__in=STEPS[step])


def _check_ready(post: Post) -> None:
    if not (post.title.strip() and post.body.strip()):
        raise NotReadyError


def _step(post: Post, startable: Q, **columns: Any) -> Post:
    """Take the step if the row, not our copy of it, is where the step may start."""
    if not Post.objects.filter(startable, pk=post.pk).update(updated_at=timezone.now(), **columns):
        raise WrongStateError
    post.refresh_from_db()
    bump("posts")
    bump(f"post:{post.pk}")
    return post
