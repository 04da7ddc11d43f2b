"""What the measured pages show: demo data of the wanted size, and one post with 50 comments."""

from django.core.management import call_command
from django.db import connection
from django.db.models import F

from accounts.models import User
from comments.models import Comment
from core.caching import bump
from core.pagination import KeysetPaginator
from posts.models import Post
from taxonomy.models import Tag

COMMENTS = 50


def fill(size: int) -> None:
    """Fill the database unless that is done."""
    call_command("migrate", verbosity=0)
    if Post.objects.exists():
        return
    call_command("seed", size=size, progress=True)
    # The planner must know what there is, and the new rows must not be cleaned up while we measure.
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def addresses(post: Post) -> dict[str, str]:
    """Return the pages to measure by their names."""
    return {
        "front": "/",
        "post": post.get_absolute_url(),
        "deep page": f"/?cursor={_cursor_to_the_depth()}",
        "tag": Tag.objects.order_by("-post_count", "pk")[0].get_absolute_url(),
        "search": "/search/?q=bread",
    }


def discussed_post() -> Post:
    """Return the oldest post, which has 50 comments from now on."""
    post = Post.objects.published().order_by("published_at", "pk")[0]
    missing = COMMENTS - Comment.objects.approved().filter(post=post).count()
    if missing > 0:
        _add_comments(post, missing)
        bump(f"post:{post.pk}")
    return post


def _add_comments(post: Post, number: int) -> None:
    authors = list(User.objects.filter(is_active=True).order_by("pk")[:number])
    Comment.objects.bulk_create(
        Comment(
            post=post,
            author=authors[count % len(authors)],
            path=f"bench{count:05d}",
            body="A comment to measure with.",
            body_html="<p>A comment to <em>measure</em> with, neither long nor very short.</p>",
            status=Comment.Status.APPROVED,
        )
        for count in range(number)
    )
    Post.objects.filter(pk=post.pk).update(comment_count=F("comment_count") + number)


def _cursor_to_the_depth() -> str:
    """Return the cursor of a page nine tenths down the list."""
    posts = Post.objects.published().order_by("-published_at", "-pk")
    moment = posts.values_list("published_at", flat=True)[posts.count() * 9 // 10]
    return KeysetPaginator(posts.filter(published_at__lte=moment), per_page=1).page().next_cursor or ""
