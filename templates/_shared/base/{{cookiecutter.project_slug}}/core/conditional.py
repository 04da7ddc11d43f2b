"""Conditional requests: a visitor who comes back with an ETag is answered without running the view."""

import hashlib
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from core import caching
from core.release import release

View = Callable[..., HttpResponse]
VARY = ("Cookie", "Accept-Language", "HX-Request")


def conditional_page(etag_parts: Iterable[str] | Callable[..., Iterable[object]]) -> Callable[[View], View]:
    """Let anonymous visitors and shared caches keep the page, and check back with its ETag.

    `etag_parts` is the names of the version groups the page depends on, or a function of the
    request (and the arguments of the route) that returns the parts, e.g. `caching.versions(...)`.
    Signed-in visitors always get a fresh page that only their own browser may keep.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in ("GET", "HEAD") or is_personal(request):
                return _keep_private(view(request, *args, **kwargs))
            if callable(etag_parts):
                parts = tuple(etag_parts(request, *args, **kwargs))
            else:
                parts = caching.versions(*etag_parts)
            return _answer(request, _etag(request, parts), lambda: view(request, *args, **kwargs))

        return wrapper

    return decorate


def is_personal(request: HttpRequest) -> bool:
    """True if the page may show something about this visitor: an account, a waiting message."""
    # The cookie is looked at, not the session: an anonymous page must not even open it.
    return bool({settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys())


def _answer(request: HttpRequest, etag: str, make_page: Callable[[], HttpResponse]) -> HttpResponse:
    # While one edits templates, no version number tells that a page has changed.
    unchanged = None if settings.DEBUG else get_conditional_response(request, etag=etag)
    response = unchanged or make_page()
    if response.status_code not in (200, 304):
        return response
    if _became_personal(request, response):
        return _keep_private(response)
    if not settings.DEBUG:
        response.headers["ETag"] = etag
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, public=True, no_cache=True)
    patch_vary_headers(response, VARY)
    return response


def _etag(request: HttpRequest, parts: Iterable[object]) -> str:
    shown_as = (
        translation.get_language(),
        timezone.get_current_timezone_name(),
        request.headers.get("HX-Request", ""),
        request.headers.get("HX-Target", ""),
    )
    digest = hashlib.blake2b(repr((release(), shown_as, tuple(parts))).encode(), digest_size=12)
    # Weak, since a web server that compresses changes the bytes but not the page.
    return f'W/"{digest.hexdigest()}"'


def _became_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """True if the view made a CSRF token, a cookie or a session: a shared copy would leak it."""
    session = getattr(request, "session", None)
    return bool(
        response.cookies
        or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        or (session is not None and session.modified)
    )


def _keep_private(response: HttpResponse) -> HttpResponse:
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, VARY)
    return response
