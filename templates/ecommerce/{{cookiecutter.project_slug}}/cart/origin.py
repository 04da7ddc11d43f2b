"""Forms on pages that many visitors share: the browser's own word replaces the token.

A page with a CSRF token is one visitor's, so it cannot be kept. Every browser in use names the
origin of a POST, and no page can forge it (Fetch Standard, "Origin"; OWASP CSRF Prevention Cheat
Sheet, "Verifying Origin With Standard Headers").
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from core.error_pages import permission_denied

View = Callable[..., HttpResponse]


def same_origin_required(view: View) -> View:
    """Take POSTs of our own pages only; without an Origin header the Referer must name this site."""

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and not is_same_origin(request):
            return permission_denied(request)
        return view(request, *args, **kwargs)

    return wrapper


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the request."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin") or _origin_of(request.headers.get("Referer", ""))
    scheme = "https" if request.is_secure() else "http"
    return origin in {f"{scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
