"""The addresses of feeds: of the site, of a tag, a category and an author."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.conditional import conditional_page
from posts.authors import public_authors
from posts.editions import by_edition, edition_of
from posts.feeds import FORMATS, POSTS_IN_FEED, render_feed
from posts.fragments import remember_for_edition
from posts.lists import in_category
from posts.models import Post
from posts.querysets import PostQuerySet
from taxonomy.models import Category, Tag


@require_safe
@conditional_page(by_edition)
def site_feed(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer with the newest posts of the site."""
    return _feed(request, kind, Post.objects.published(), settings.SITE_NAME, "/")


@require_safe
@conditional_page(by_edition)
def tag_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Answer with the newest posts of a tag."""
    tag = get_object_or_404(Tag, slug=slug)
    return _feed(request, kind, Post.objects.published().filter(tags=tag), tag.name, tag.get_absolute_url())


@require_safe
@conditional_page(by_edition)
def category_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Answer with the newest posts of a category and those that lie in it."""
    category = get_object_or_404(Category, slug=slug)
    posts = in_category(category)
    return _feed(request, kind, posts, category.name, category.get_absolute_url())


@require_safe
@conditional_page(by_edition)
def author_feed(request: HttpRequest, handle: str, kind: str) -> HttpResponse:
    """Answer with the newest posts of an author."""
    author = get_object_or_404(public_authors(), handle=handle)
    posts = Post.objects.published().filter(author=author)
    return _feed(request, kind, posts, str(author), author.get_absolute_url())


def _feed(request: HttpRequest, kind: str, posts: PostQuerySet, subject: str, path: str) -> HttpResponse:
    def compute() -> str:
        newest = posts.select_related("author").prefetch_related("tags").order_by("-published_at", "-pk")
        title = subject if path == "/" else f"{subject} · {settings.SITE_NAME}"
        return render_feed(kind, newest[:POSTS_IN_FEED], title=title, path=path, feed_path=request.path)

    text = remember_for_edition(edition_of(request), compute, "feed", request.path)
    return HttpResponse(text, content_type=FORMATS[kind].content_type)
