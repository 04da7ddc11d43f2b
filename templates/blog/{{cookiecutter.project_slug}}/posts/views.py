"""The pages for readers: front page, post, author and archives. Searching lives in search_views.py."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import caching
from core.conditional import conditional_page
from posts import archives
from posts.articles import Article, article_at
from posts.authors import public_authors
from posts.editions import edition
from posts.lists import cards_page
from posts.metadata import ld_script, website
from posts.models import OldSlug, Post
from posts.sidebar import sidebar


def by_edition(request: HttpRequest, **route: Any) -> tuple[object, ...]:
    """Say what a list depends on: the edition, and which page of the list is asked for."""
    return edition(), request.get_full_path()


def by_article(request: HttpRequest, slug: str) -> tuple[object, ...]:
    """Say what a post's page depends on: the edition, and what happened to this post since."""
    article = _article(request, slug)
    return edition(), slug, request.GET.get("page"), article and caching.version(f"post:{article.pk}")


@require_safe
@conditional_page(by_edition)
def front(request: HttpRequest) -> HttpResponse:
    """Show the newest posts."""
    page = cards_page(Post.objects.published(), request, "front", lead=True)
    context = {"page": page, "sidebar": sidebar(), "is_first": "cursor" not in request.GET}
    return render(request, "posts/front.html", context | {"site_data": ld_script(website())})


@require_safe
@conditional_page(by_article)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a post, or lead from a former address to the present one."""
    article = _article(request, slug)
    if article is None:
        return _redirect_old_slug(slug)
    return render(request, "posts/detail.html", {"article": article})


@require_safe
@conditional_page(by_edition)
def author(request: HttpRequest, handle: str) -> HttpResponse:
    """Show an author and their posts."""
    writer = get_object_or_404(public_authors(), handle=handle)
    page = cards_page(Post.objects.published().filter(author=writer), request, "author", writer.pk)
    return render(request, "posts/author.html", {"author": writer, "page": page})


@require_safe
@conditional_page(by_edition)
def archive(request: HttpRequest) -> HttpResponse:
    """Show the years and months that have posts."""
    return render(request, "posts/archive.html", {"years": archives.years(archives.months())})


@require_safe
@conditional_page(by_edition)
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show the posts of a year."""
    months = [month for month in archives.months() if month.first_day.year == year]
    if not months:
        raise Http404(_("There are no posts from this year."))
    page = cards_page(archives.in_year(year), request, "year", year)
    return render(request, "posts/archive_year.html", {"year": year, "months": months, "page": page})


@require_safe
@conditional_page(by_edition)
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show the posts of a month."""
    days = [one.first_day for one in archives.months()]
    first_day = next((day for day in days if (day.year, day.month) == (year, month)), None)
    if not first_day:
        raise Http404(_("There are no posts from this month."))
    page = cards_page(archives.in_month(year, month), request, "month", year, month)
    return render(request, "posts/archive_month.html", {"first_day": first_day, "page": page})


def _article(request: HttpRequest, slug: str) -> Article | None:
    """Return the article, looked up once for a request."""
    if not hasattr(request, "article"):
        request.article = article_at(slug)
    return request.article


def _redirect_old_slug(slug: str) -> HttpResponse:
    visible = OldSlug.objects.filter(post__in=Post.objects.published()).select_related("post")
    old = get_object_or_404(visible, slug=slug)
    return HttpResponsePermanentRedirect(old.post.get_absolute_url())
