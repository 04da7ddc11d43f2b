"""The page to search posts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.ratelimit import rate_limit
from posts.search import SEARCH_AMONG, TEXT_MAX_LENGTH, clean_query, search_posts


@require_safe
@rate_limit("search", "30/m", methods=("GET", "HEAD"))
def search(request: HttpRequest) -> HttpResponse:
    """Show what a search finds."""
    text = clean_query(request.GET.get("q", ""))
    page = search_posts(text, request.GET.get("page", "1")) if text else None
    total = page.paginator.count if page else 0
    context = {"q": text, "page": page, "total": total, "is_capped": total == SEARCH_AMONG}
    return render(request, "posts/search.html", context | {"max_length": TEXT_MAX_LENGTH})
