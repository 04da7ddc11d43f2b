"""How often posts are read: a view is counted in the cache and costs no write to the database."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from community.tasks import write_view_counts
from community.view_windows import add_view
from core.tasks import after_commit

View = Callable[..., HttpResponse]
ROBOTS = ("bot", "crawl", "spider", "slurp", "preview")


def count_views(view: View) -> View:
    """Count the answers of a view with a `slug`: pages and "not modified" alike, but not for robots."""

    @wraps(view)
    def wrapper(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        response = view(request, slug=slug, **kwargs)
        if response.status_code in (200, 304) and is_reader(request) and add_view(slug):
            # The first view of a minute starts the writing of the last one, also where no beat runs.
            after_commit(write_view_counts)
        return response

    return wrapper


def is_reader(request: HttpRequest) -> bool:
    """Tell people from robots that say so, and from programs that only look at the headers."""
    agent = request.headers.get("User-Agent", "").lower()
    return request.method == "GET" and not any(name in agent for name in ROBOTS)
