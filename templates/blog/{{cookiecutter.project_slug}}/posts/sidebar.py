"""What stands beside a list of posts: sections, tags and what is read most."""

from django.utils.safestring import SafeString

from posts.fragments import remember_for_edition, render_fragment
from posts.models import Post
from taxonomy.terms import sidebar_terms

POPULAR = 5
# Looking only at recent posts keeps the cost the same however large the archive is.
POPULAR_AMONG = 200


def sidebar(edition: str) -> SafeString:
    """Return the sidebar, the same one for all visitors of an edition."""

    def compute() -> SafeString:
        categories, tags = sidebar_terms()
        context = {"categories": categories, "tags": tags, "popular": popular_posts()}
        return render_fragment("posts/parts/sidebar.html", context)

    return remember_for_edition(edition, compute, "sidebar")


def popular_posts() -> list[Post]:
    """Return the most read of the recent posts, with what a link to them needs."""
    recent = Post.objects.published().order_by("-published_at", "-pk").values("pk")[:POPULAR_AMONG]
    most_read = Post.objects.filter(pk__in=recent).order_by("-view_count", "-published_at", "-pk")
    return list(most_read.only("title", "slug")[:POPULAR])
