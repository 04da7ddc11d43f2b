"""The pages for readers: front page, post, author and archives. Searching lives in search_views.py."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.view_counts import count_views
from core.conditional import conditional_page, is_personal
from posts import archives
from posts.articles import Reading
from posts.authors import public_authors
from posts.editions import by_edition, edition_of
from posts.fragments import remember_for_edition
from posts.lists import cards_page
from posts.metadata import ld_script, website
from posts.models import OldSlug, Post
from posts.policy import can_edit_post
from posts.sidebar import sidebar


def by_reading(request: HttpRequest, slug: str) -> tuple[object, ...]:
    """Say what a post's page depends on: the edition, and what readers added to this post since."""
    reading = _reading(request, slug)
    return reading.edition, slug, request.GET.get("comments"), reading.version


@require_safe
@conditional_page(by_edition)
def front(request: HttpRequest) -> HttpResponse:
    """Show the newest posts."""
    page = cards_page(Post.objects.published(), request, "front", lead=True)
    context = {"page": page, "sidebar": sidebar(edition_of(request)), "site_data": ld_script(website())}
    return render(request, "posts/front.html", context)


@require_safe
@count_views
@conditional_page(by_reading)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a post, or lead from a former address to the present one."""
    reading = _reading(request, slug)
    if reading.article is None:
        return _redirect_old_slug(slug)
    context = {"article": reading.article, "response": _response(request, reading)}
    if is_personal(request) and reading.post:
        context["may_edit"] = can_edit_post(request.user, reading.post)
    return render(request, "posts/detail.html", context)


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
    return render(
        request, "posts/archive.html", {"years": archives.years(archives.months(edition_of(request)))}
    )


@require_safe
@conditional_page(by_edition)
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show the posts of a year."""
    months = [month for month in archives.months(edition_of(request)) if month.first_day.year == year]
    if not months:
        raise Http404(_("There are no posts from this year."))
    page = cards_page(archives.in_year(year), request, "year", year)
    return render(request, "posts/archive_year.html", {"year": year, "months": months, "page": page})


@require_safe
@conditional_page(by_edition)
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show the posts of a month."""
    days = [one.first_day for one in archives.months(edition_of(request))]
    first_day = next((day for day in days if (day.year, day.month) == (year, month)), None)
    if not first_day:
        raise Http404(_("There are no posts from this month."))
    page = cards_page(archives.in_month(year, month), request, "month", year, month)
    return render(request, "posts/archive_month.html", {"first_day": first_day, "page": page})


def _reading(request: HttpRequest, slug: str) -> Reading:
    """Return the reading of this request: the ETag and the page share what it fetched."""
    if not hasattr(request, "reading"):
        request.reading = Reading(slug)
    return request.reading


def _response(request: HttpRequest, reading: Reading) -> SafeString:
    """Return likes and discussion: one fragment for all visitors, a fresh one for whoever is signed in."""

    def compute() -> SafeString:
        return render_to_string("posts/parts/response.html", {"post": reading.post}, request)

    if is_personal(request):
        return compute()
    cursor = request.GET.get("comments")
    return remember_for_edition(reading.edition, compute, "response", reading.slug, reading.version, cursor)


def _redirect_old_slug(slug: str) -> HttpResponse:
    visible = OldSlug.objects.filter(post__in=Post.objects.published()).select_related("post")
    old = get_object_or_404(visible, slug=slug)
    return HttpResponsePermanentRedirect(old.post.get_absolute_url())
