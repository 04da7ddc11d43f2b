"""The page of one post: what everybody sees of it, rendered once for all visitors of an edition."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.safestring import SafeString

from core import caching
from posts.editions import edition
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


# Which post an address belonged to in which edition, as this process saw it: saves a question to the cache.
_numbers: dict[str, tuple[int, str]] = {}
NUMBERS_KEPT = 10_000


class Reading:
    """The look of one request at a public post: each part is fetched at most once, and only if needed."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        number, seen_in = _numbers.get(slug, (None, ""))
        versions = caching.versions("posts", *([f"post:{number}"] if number else []))
        self.edition = edition(versions[0])
        # In another edition the address may have gone to another post.
        self.number = number if seen_in == self.edition else None
        self.known_version = versions[-1] if self.number else None

    @cached_property
    def post(self) -> Post | None:
        """The row, or None unless visitors may read it."""
        related = ("author__profile", "category__parent", "series")
        return Post.objects.published().select_related(*related).filter(slug=self.slug).first()

    @cached_property
    def article(self) -> Article | None:
        """The rendered article, or None unless visitors may read it."""
        try:
            article = remember_for_edition(self.edition, self._render, "article", self.slug)
        except Post.DoesNotExist:
            # Not remembered: made-up addresses must not drive the articles out of the cache.
            return None
        if len(_numbers) >= NUMBERS_KEPT:
            _numbers.clear()
        _numbers[self.slug] = article.pk, self.edition
        return article

    @cached_property
    def version(self) -> int | None:
        """The version of what readers added: comments and likes."""
        if self.known_version:
            return self.known_version
        return caching.version(f"post:{self.article.pk}") if self.article else None

    def _render(self) -> Article:
        if self.post is None:
            raise Post.DoesNotExist
        return render_article(self.post)


def render_article(post: Post) -> Article:
    """Return the article of a post with all of its relations fetched along."""
    context = article_context(post)
    return Article(
        pk=post.pk,
        title=post.title,
        description=post.excerpt or post.title,
        head=render_fragment("posts/parts/article_head.html", {"meta": post_metadata(post), "post": post}),
        html=render_fragment("posts/parts/article.html", context),
        company=render_fragment("posts/parts/company.html", context),
    )


def article_context(post: Post) -> dict[str, Any]:
    """Return what the template "posts/parts/article.html" needs; previews use it too."""
    prefetch_related_objects([post], "tags")
    trail = [*post_trail(post)[:-1], (post.title, "")]
    company = company_of(post) if post.published_at else None
    return {"post": post, "tags": post.tags.all(), "company": company, "trail": trail}
