"""What a reader's comments add to the export of an account, and what its deletion does with them."""

from collections.abc import Iterator

from accounts.models import User
from comments.models import Comment, Report
from core.caching import bump
from core.export import json_chunks


def export(user: User) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the files of the export: what the reader wrote, and what the reader reported."""
    comments = Comment.objects.filter(author=user).order_by("pk")
    columns = ("post__title", "body", "status", "created_at", "edited_at")
    yield "comments.json", json_chunks(comments.values(*columns).iterator())
    reports = Report.objects.filter(reporter=user).order_by("pk")
    yield "reports.json", json_chunks(reports.values("comment", "reason", "created_at").iterator())


def erase(user: User) -> None:
    """Let the comments stand under the name of a deleted user: others have answered them."""
    refresh(user)


def refresh(user: User) -> None:
    """Make the discussions that show a reader's name and picture anew."""
    posts = Comment.objects.filter(author=user).order_by().values_list("post", flat=True).distinct()
    for post_id in posts.iterator():
        bump(f"post:{post_id}")
