"""Limits how often one visitor may do something; counted in the cache, so for all processes together."""

import time
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from core.client_ip import client_network
from core.error_pages import too_many_requests

View = Callable[..., HttpResponse]
PERIOD_SECONDS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}


def rate_limit(name: str, rate: str, methods: Collection[str] = ("POST",)) -> Callable[[View], View]:
    """Let one visitor (an account, else an address) call the view at most `rate` ("10/m") often.

    The answer to more is 429 with Retry-After. The setting RATE_LIMITS = {name: rate} overrides the
    rate; None there lifts the limit.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method in methods:
                seconds = seconds_to_wait(name, rate, visitor(request))
                if seconds:
                    return too_many_requests(request, seconds)
            return view(request, *args, **kwargs)

        return wrapper

    return decorate


def seconds_to_wait(name: str, rate: str, who: str) -> int:
    """Count one use and return 0, or the seconds until the next one is allowed.

    The window begins with the first use. Without a cache nothing is counted: all may pass.
    """
    chosen = getattr(settings, "RATE_LIMITS", {}).get(name, rate)
    if chosen is None:
        return 0
    limit, period = parse_rate(chosen)
    now = _now()
    window = f"rate:{name}:{period}:{who}"
    # All who come at once agree on one end, and each window has a counter of its own: a counter that
    # was left behind by an earlier one locks nobody out.
    ends = float(cache.get_or_set(window, now + period, period) or now + period)
    if _count(f"{window}:{ends:.3f}", period) <= limit:
        return 0
    return max(1, round(ends - now))


def parse_rate(rate: str) -> tuple[int, int]:
    """Return how many uses "10/m" allows in how many seconds; the units are s, m, h and d."""
    limit, _slash, unit = rate.partition("/")
    return int(limit), PERIOD_SECONDS[unit]


def visitor(request: HttpRequest) -> str:
    """Return who asks: the account of somebody signed in, else the network address."""
    user = getattr(request, "user", None)
    if settings.SESSION_COOKIE_NAME in request.COOKIES and user is not None and user.is_authenticated:
        return f"user:{user.pk}"
    return f"ip:{client_network(request)}"


def _count(key: str, period: int) -> int:
    cache.add(key, 0, period)
    try:
        return cache.incr(key)
    except ValueError:
        # The window ended between the two lines.
        return 1


def _now() -> float:
    return time.time()
