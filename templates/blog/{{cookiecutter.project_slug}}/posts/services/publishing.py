"""The way of a post from draft to archive: which step may follow which, each in one UPDATE."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.caching import bump
from core.tasks import after_commit
from notifications.services import tell_published, tell_returned, tell_submitted
from posts.errors import NotReadyError, TextChangedError, WrongStateError
from posts.models import Post
from posts.tasks import announce_due_posts
from posts.term_counts import recount, terms_of

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
    submitted = _step(post, _from("submit"), status=Status.REVIEW, submitted_at=timezone.now())
    tell_submitted(submitted, by, reverse("writing:edit", args=[post.pk]))
    return submitted


@transaction.atomic
def return_to_draft(post: Post, by: User) -> Post:
    """Take a post out of the review queue, back to its author. Raises WrongStateError."""
    returned = _step(post, _from("return"), status=Status.DRAFT, submitted_at=None)
    tell_returned(returned, by, reverse("writing:edit", args=[post.pk]))
    return returned


@transaction.atomic
def publish_post(
    post: Post, by: User, at: datetime | None = None, expected_version: int | None = None
) -> Post:
    """Make the post public now, or from ``at`` on; a post that waits for its time gets the new time.

    Without ``at``, a post that was public before keeps its date. With ``expected_version``, only the
    text that was read is published. Raises WrongStateError, NotReadyError, TextChangedError.
    """
    _check_ready(post)
    now = timezone.now()
    when = at or (post.published_at if post.was_public else now)
    startable = _from("publish")
    if post.state == "scheduled":
        # The very time that was read: a post that somebody else published just now has another one.
        startable |= Q(status=Status.PUBLISHED, published_at=post.published_at)
    if expected_version is not None:
        if post.version != expected_version:
            raise TextChangedError
        startable &= Q(version=expected_version)
    published = _step(post, startable, status=Status.PUBLISHED, published_at=when, submitted_at=None)
    _tell_visitors(published)
    tell_published(published, by)
    after_commit(announce_due_posts)
    return published


@transaction.atomic
def unpublish(post: Post, by: User) -> Post:
    """Make a published or scheduled post a draft again. Raises WrongStateError."""
    when = post.published_at if post.was_public else None
    return _tell_visitors(_step(post, _from("unpublish"), status=Status.DRAFT, published_at=when))


@transaction.atomic
def archive_post(post: Post, by: User) -> Post:
    """Put a post away: nobody but its author and editors sees it. Raises WrongStateError."""
    when = post.published_at if post.was_public else None
    archived = _step(post, _from("archive"), status=Status.ARCHIVED, published_at=when, submitted_at=None)
    return _tell_visitors(archived)


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
    columns["updated_at"] = timezone.now()
    if not Post.objects.filter(startable, pk=post.pk).update(**columns):
        raise WrongStateError
    post.refresh_from_db(fields=columns)
    return post


def _tell_visitors(post: Post) -> Post:
    """Turn over what visitors see of a post that came or went."""
    recount(terms_of(post))
    bump("posts")
    bump(f"post:{post.pk}")
    return post
