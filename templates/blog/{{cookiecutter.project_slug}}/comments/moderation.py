"""What moderators decide, one comment or a whole page of the queue at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from comments.errors import NotAllowedError, TextGoneError
from comments.models import Comment
from comments.policy import can_moderate, can_restore_comment
from comments.services import change_count, lock, notice_key, settle_reports, tell_about_comment
from notifications.delivery import Notice, notify, withdraw
from notifications.kinds import Kind

Status = Comment.Status
Seen = Mapping[int, str]


@dataclass(frozen=True)
class Decision:
    """How many comments were changed, and how many somebody else had decided meanwhile."""

    changed: int
    skipped: int


def approve_comments(seen: Seen, by: User) -> Decision:
    """Show the comments to everybody and tell their authors.

    `seen` maps each id to the status that the moderator saw: a comment that another moderator has
    decided since is left alone. Raises NotAllowedError.
    """
    return _decide(seen, by, Status.APPROVED, _welcome)


def mark_spam(seen: Seen, by: User) -> Decision:
    """Hide the comments as spam; they stay in the queue's list of spam. `seen` as above."""
    return _decide(seen, by, Status.SPAM, _hush)


def remove_comments(seen: Seen, by: User) -> Decision:
    """Remove the comments from the discussion; their text can be restored. `seen` as above."""
    return _decide(seen, by, Status.DELETED, _hush)


@transaction.atomic
def restore_comment(comment: Comment, by: User) -> Comment:
    """Bring back a comment that a moderator removed. Raises NotAllowedError and TextGoneError."""
    comment = lock(comment)
    if not can_moderate(by):
        raise NotAllowedError
    if not can_restore_comment(by, comment):
        raise TextGoneError
    _save_decision([comment], by, Status.APPROVED)
    return comment


DECISIONS: dict[str, Callable[[Seen, User], Decision]] = {
    "approve": approve_comments,
    "spam": mark_spam,
    "delete": remove_comments,
}


@transaction.atomic
def _decide(seen: Seen, by: User, status: str, tell: Callable[[Comment, str], None]) -> Decision:
    if not can_moderate(by):
        raise NotAllowedError
    # In the order of their ids: two moderators with overlapping pages must not wait for each other.
    rows = Comment.objects.select_for_update(of=("self",)).filter(pk__in=seen).order_by("pk")
    comments = [
        comment
        for comment in rows.select_related("post__author", "author", "parent__author")
        if comment.status == seen[comment.pk] and comment.status != Status.DELETED
    ]
    earlier = {comment.pk: comment.status for comment in comments}
    _save_decision(comments, by, status)
    for comment in comments:
        tell(comment, earlier[comment.pk])
    return Decision(len(comments), len(seen) - len(comments))


def _save_decision(comments: Iterable[Comment], by: User, status: str) -> None:
    comments = list(comments)
    differences: Counter[int] = Counter()
    for comment in comments:
        differences[comment.post_id] += (status == Status.APPROVED) - comment.is_shown
        comment.status, comment.moderated_by = status, by
    Comment.objects.bulk_update(comments, ["status", "moderated_by"])
    settle_reports([comment.pk for comment in comments])
    for post_id in sorted(differences):
        change_count(post_id, differences[post_id])


def _welcome(comment: Comment, earlier: str) -> None:
    """Tell about a comment that appears for the first time; one that returns was told about before."""
    if earlier not in (Status.PENDING, Status.SPAM):
        return
    address = comment.get_absolute_url()
    notify([comment.author], Notice(Kind.APPROVED, notice_key(comment), comment.post.title, address))
    tell_about_comment(comment)


def _hush(comment: Comment, _earlier: str) -> None:
    withdraw(notice_key(comment))
