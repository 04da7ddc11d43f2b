"""The page of one post, without what is personal: rendered once for all visitors of an edition."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from posts.fragments import remember_for_edition, render_fragment
from posts.metadata import post_metadata, post_trail
from posts.models import Post
from posts.related import company_of


@dataclass(frozen=True)
class Article:
    """What the page of a post shows to everybody."""

    pk: int
    title: str
    description: str
    head: SafeString
    html: SafeString
    company: SafeString


def article_at(slug: str) -> Article | None:
    """Return the article at an address, or None unless visitors may read it."""
    try:
        return remember_for_edition(lambda: _compute(slug), "article", slug)
    except Post.DoesNotExist:
        # Not remembered: made-up addresses must not drive the articles out of the cache.
        return None


def article_context(post: Post) -> dict[str, Any]:
    """Return what the template "posts/parts/article.html" needs; previews use it too."""
    trail = [*post_trail(post)[:-1], (post.title, "")]
    return {"post": post, "tags": post.tags.all(), "company": company_of(post), "trail": trail}


def _compute(slug: str) -> Article:
    posts = Post.objects.published().select_related("author__profile", "category__parent", "series")
    post = posts.prefetch_related("tags").get(slug=slug)
    context = article_context(post)
    return Article(
        pk=post.pk,
        title=post.title,
        description=post.excerpt or post.title,
        head=render_fragment("posts/parts/article_head.html", {"meta": post_metadata(post), "post": post}),
        html=render_fragment("posts/parts/article.html", context),
        company=render_fragment("posts/parts/company.html", context),
    )
