"""The discussion under a post, rendered once for all visitors: nothing in it depends on who reads."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from comments.models import Comment
from core.caching import remember, versioned_key
from core.pagination import KeysetPaginator
from core.release import release
from posts.models import Post

PER_PAGE = 200
FRAGMENT_SECONDS = 60 * 60
OPEN, CLOSE = SafeString('<div class="replies">'), SafeString("</div>")


@dataclass(frozen=True)
class Row:
    """A comment of the thread and the tags that lead from the level of the one before to its own."""

    comment: Comment
    before: SafeString


def thread_html(post: Post, cursor: str = "") -> SafeString:
    """Return one page of the discussion; from the cache it costs no query, else one.

    `cursor` comes from the pager of another page. Raises BadCursor, a 404.
    """
    names = (release(), translation.get_language(), post.comments_open, cursor)
    key = versioned_key(f"post:{post.pk}", "thread", *names)
    return remember(key, lambda: _render(post, cursor), FRAGMENT_SECONDS)


def thread_rows(comments: QuerySet[Comment] | list[Comment]) -> tuple[list[Row], SafeString]:
    """Return the comments with the tags that nest them, and the tags that close the last ones."""
    rows, levels = [], [0]
    for comment in comments:
        closed = len(levels)
        while levels[-1] > comment.depth:
            levels.pop()
        before = CLOSE * (closed - len(levels))
        if comment.depth > levels[-1]:
            levels.append(comment.depth)
            before += OPEN
        rows.append(Row(comment, SafeString(before)))
    return rows, SafeString(CLOSE * (len(levels) - 1))


def address_in_thread(comment: Comment) -> str:
    """Return where a reader finds the comment among the others, or alone if the thread has pages."""
    if comment.post.comment_count >= PER_PAGE:
        return comment.get_absolute_url()
    return f"{comment.post.get_absolute_url()}#comment-{comment.pk}"


def _render(post: Post, cursor: str) -> SafeString:
    page = KeysetPaginator(Comment.objects.thread(post.pk), fields=("path",), per_page=PER_PAGE).page(cursor)
    rows, after = thread_rows(page.items)
    # Times are those of the site, not of the visitor who happened to come first.
    with timezone.override(settings.TIME_ZONE):
        return render_to_string(
            "comments/thread.html", {"post": post, "rows": rows, "after": after, "page": page}
        )
