"""The one check of `next` addresses: an open redirect lends our name to somebody else's page."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, default: Any = "/") -> str:
    """Return the `next` address of the form or query if it stays on this site, else `default`.

    Answer with HttpResponseRedirect: `redirect` would look for a route of that name, and fail.
    `default` is anything `resolve_url` takes: a path, a route name or an object with an address.
    """
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else resolve_url(default)
