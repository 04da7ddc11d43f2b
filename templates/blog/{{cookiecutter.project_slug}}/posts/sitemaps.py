"""What crawlers read: the sitemap in parts of at most 50,000 addresses, and robots.txt."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from core.conditional import conditional_page
from posts.authors import public_authors
from posts.editions import by_edition
from posts.models import Post
from taxonomy.models import Category, Series, Tag

NOT_FOR_CRAWLERS = ("/accounts/", "/admin/", "/search/", "/write/", "/comments/")


class PostSitemap(Sitemap):
    """All public posts, and when each last changed."""

    limit = 50_000

    def items(self) -> QuerySet[Post]:
        return Post.objects.published().order_by("pk").only("slug", "updated_at", "published_at")

    def lastmod(self, item: Post) -> datetime:
        return max(item.updated_at, item.published_at or item.updated_at)


class TermSitemap(Sitemap):
    """The pages of the terms of one kind that have public posts."""

    limit = 50_000

    def __init__(self, terms: type[Tag] | type[Category] | type[Series]) -> None:
        super().__init__()
        self.terms = terms

    def items(self) -> QuerySet[Model]:
        return self.terms._default_manager.filter(post_count__gt=0).order_by("pk")


class AuthorSitemap(Sitemap):
    """The pages of authors with public posts."""

    limit = 50_000

    def items(self) -> QuerySet[User]:
        return public_authors().order_by("pk")

    def location(self, item: User) -> str:
        return reverse("posts:author", args=[item.handle])


class PageSitemap(Sitemap):
    """The pages that are there however many posts there are."""

    def items(self) -> list[str]:
        return [
            "posts:front",
            "posts:archive",
            "taxonomy:tags",
            "taxonomy:categories",
            "taxonomy:series_list",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


SECTIONS: dict[str, type[Sitemap] | Sitemap] = {
    "pages": PageSitemap(),
    "posts": PostSitemap(),
    "categories": TermSitemap(Category),
    "series": TermSitemap(Series),
    "tags": TermSitemap(Tag),
    "authors": AuthorSitemap(),
}


@require_safe
@conditional_page(by_edition)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the parts of the sitemap."""
    return index(request, SECTIONS, sitemap_url_name="posts:sitemap_section").render()


@require_safe
@conditional_page(by_edition)
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """List the addresses of one part."""
    return sitemap(request, SECTIONS, section=section).render()


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what to leave out and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_CRAWLERS), ""]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('posts:sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
