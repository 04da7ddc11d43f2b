"""The pages of tags, categories and series, and their indexes."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Manager, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.conditional import conditional_page
from posts.editions import by_edition, edition_of
from posts.fragments import remember_for_edition
from posts.lists import cards_page, in_category
from posts.models import Post
from taxonomy.models import Category, OldTerm, Series, Tag, Term

TAGS_PER_PAGE = 200
SERIES_PER_PAGE = 50


@require_safe
@conditional_page(by_edition)
def tags(request: HttpRequest) -> HttpResponse:
    """Show all tags that have posts."""
    used = Tag.objects.filter(post_count__gt=0).order_by("name")
    page = Paginator(used, TAGS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "taxonomy/tags.html", {"page": page})


@require_safe
@conditional_page(by_edition)
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the posts of a tag."""
    term = _term(request, Tag.objects, slug)
    if term is None:
        return _redirect_old(Tag, slug)
    page = cards_page(Post.objects.published().filter(tags=term), request, "tag", term.pk)
    return render(request, "taxonomy/tag.html", {"term": term, "page": page})


@require_safe
@conditional_page(by_edition)
def categories(request: HttpRequest) -> HttpResponse:
    """Show all categories that have posts, each with those that lie in it."""
    top = Category.objects.filter(parent=None).prefetch_related("children").order_by("name")
    return render(request, "taxonomy/categories.html", {"categories": top})


@require_safe
@conditional_page(by_edition)
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the posts of a category and of those that lie in it."""
    term = _term(request, Category.objects.select_related("parent").prefetch_related("children"), slug)
    if term is None:
        return _redirect_old(Category, slug)
    page = cards_page(in_category(term), request, "category", term.pk)
    return render(request, "taxonomy/category.html", {"term": term, "page": page})


@require_safe
@conditional_page(by_edition)
def series_list(request: HttpRequest) -> HttpResponse:
    """Show all series that have posts."""
    used = Series.objects.filter(post_count__gt=0).order_by("name")
    page = Paginator(used, SERIES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "taxonomy/series_list.html", {"page": page})


@require_safe
@conditional_page(by_edition)
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the posts of a series in their order."""
    term = _term(request, Series.objects, slug)
    if term is None:
        return _redirect_old(Series, slug)
    posts = Post.objects.published().filter(series=term).with_cards()
    page = Paginator(posts.order_by("series_position", "published_at", "pk"), SERIES_PER_PAGE)
    return render(
        request, "taxonomy/series.html", {"term": term, "page": page.get_page(request.GET.get("page"))}
    )


def _term(request: HttpRequest, terms: Manager[Any] | QuerySet[Any], slug: str) -> Any:
    """Return the term at an address, asked for once in an edition, or None."""
    try:
        return remember_for_edition(edition_of(request), lambda: terms.get(slug=slug), terms.model, slug)
    except terms.model.DoesNotExist:
        return None


def _redirect_old(model: type[Term], slug: str) -> HttpResponse:
    old = get_object_or_404(OldTerm, kind=model._meta.model_name, slug=slug)
    present = get_object_or_404(model, slug=old.present_slug)
    return HttpResponsePermanentRedirect(present.get_absolute_url())
