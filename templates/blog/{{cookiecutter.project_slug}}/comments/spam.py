"""What keeps advertising out without asking readers to solve puzzles."""

import hashlib
import re
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from comments.errors import DuplicateCommentError
from comments.models import Comment
from comments.policy import can_moderate
from posts.models import Post

MAX_LINKS = 2
DUPLICATE_HOURS = 24
Status = Comment.Status


def first_status(body: str, by: User, post: Post) -> Comment.Status:
    """Return what a comment of this user starts as: approved, waiting for a moderator, or spam."""
    if post.author_id == by.pk or can_moderate(by):
        return Status.APPROVED
    if has_disallowed_words(body):
        return Status.SPAM
    if count_links(body) > MAX_LINKS or not _has_good_name(by):
        return Status.PENDING
    return Status.APPROVED


def worse(one: str, other: str) -> str:
    """Return the status that is less trusting."""
    return max(one, other, key=(Status.APPROVED, Status.PENDING, Status.SPAM).index)


def has_disallowed_words(body: str) -> bool:
    """Look for the whole words and phrases of the setting COMMENT_DISALLOWED_WORDS, in any case."""
    words = [re.escape(word) for word in settings.COMMENT_DISALLOWED_WORDS]
    return bool(words) and re.search(rf"\b(?:{'|'.join(words)})\b", body, re.IGNORECASE) is not None


def count_links(body: str) -> int:
    """Return how many addresses a text names, as links or as plain text."""
    return len(re.findall(r"https?://|\bwww\.", body, re.IGNORECASE))


def fingerprint(body: str) -> str:
    """Return what stays the same when somebody changes only case, spaces and punctuation."""
    words = " ".join(re.findall(r"\w+", body.casefold()))
    return hashlib.blake2b((words or body).encode(), digest_size=16).hexdigest()


def refuse_duplicate(body: str, by: User) -> None:
    """Raise DuplicateCommentError if the user wrote the same within a day, under whatever post."""
    since = timezone.now() - timedelta(hours=DUPLICATE_HOURS)
    recent = Comment.objects.filter(author=by, created_at__gte=since).exclude(status=Status.DELETED)
    if recent.filter(fingerprint=fingerprint(body)).exists():
        raise DuplicateCommentError


def _has_good_name(user: User) -> bool:
    return Comment.objects.approved().filter(author=user).exists()
