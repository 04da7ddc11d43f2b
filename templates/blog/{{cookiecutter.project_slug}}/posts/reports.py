"""One report twice: in SQL, with parameters and never with pasted values, and as its ORM twin.

The SQL runs on PostgreSQL and SQLite alike; a test holds both to the same rows. Use the ORM unless
a query needs what it cannot say: here the twin is the shorter one, the SQL reads each post once.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from posts.models import Post

ROWS_PER_FETCH = 500

# Both databases hand out UTC here, so the first seven characters of the time are year and month.
SQL = """
WITH public AS (
    SELECT
        post.author_id,
        substr(CAST(post.published_at AS text), 1, 7) AS month,
        (
            SELECT COUNT(*) FROM comments_comment AS comment
            WHERE comment.post_id = post.id AND comment.status = %s
        ) AS comments
    FROM posts_post AS post
    WHERE post.status = %s AND post.published_at <= %s AND post.published_at >= %s
)
SELECT author.handle, author.name, public.month, COUNT(*), SUM(public.comments)
FROM public
JOIN accounts_user AS author ON author.id = public.author_id
GROUP BY author.handle, author.name, public.month
ORDER BY public.month DESC, author.handle
"""


class Row(NamedTuple):
    """What one author published in one month (as "2026-11", in UTC), and the comments on it."""

    handle: str
    name: str
    month: str
    posts: int
    comments: int


def by_author_and_month(since: datetime) -> Iterator[Row]:
    """Return public posts and approved comments per author and month, the newest month first."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, ["approved", Post.Status.PUBLISHED, *_as_parameters(timezone.now(), since)])
        while rows := cursor.fetchmany(ROWS_PER_FETCH):
            for handle, name, month, posts, comments in rows:
                yield Row(handle, name, month, int(posts), int(comments))


def by_author_and_month_with_orm(since: datetime) -> Iterator[Row]:
    """Return the same rows, asked for with the ORM."""
    posts = Post.objects.published().filter(published_at__gte=since)
    groups = posts.annotate(month=TruncMonth("published_at", tzinfo=UTC)).values("author", "month")
    counted = groups.annotate(
        posts=Count("pk", distinct=True),
        comments_on_them=Count("comments", filter=Q(comments__status="approved"), distinct=True),
    ).order_by("-month", "author__handle")
    columns = ("author__handle", "author__name", "month", "posts", "comments_on_them")
    for handle, name, month, total, comments in counted.values_list(*columns):
        yield Row(handle, name, f"{month:%Y-%m}", total, comments)


def csv_rows() -> Iterator[Sequence[Any]]:
    """Return a header and all rows, for a streamed download."""
    yield (_("Handle"), _("Author"), _("Month"), _("Posts"), _("Comments"))
    yield from by_author_and_month(datetime(1970, 1, 1, tzinfo=UTC))


def first_of_month(now: datetime, months_back: int) -> datetime:
    """Return the beginning of the month (in UTC) that lies so many months before ``now``."""
    months = now.astimezone(UTC).year * 12 + now.astimezone(UTC).month - 1 - months_back
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


def _as_parameters(*times: datetime) -> list[Any]:
    """Return the times as the database driver wants them."""
    return [connection.ops.adapt_datetimefield_value(time) for time in times]
