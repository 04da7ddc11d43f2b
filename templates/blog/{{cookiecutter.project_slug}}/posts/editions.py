"""The edition: a short text that changes whenever visitors may read something else than before.

Whatever is cached about posts in general is kept under it. It changes when a service bumps the group
"posts", and by itself at the second a scheduled post becomes visible: no worker needs to run.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DateTimeField, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from core import caching
from posts.models import Post

MOMENTS_SECONDS = 60 * 60
# Longer than the moments are kept: none may be missed.
LOOK_AHEAD = timedelta(seconds=MOMENTS_SECONDS + 60)


@dataclass(frozen=True)
class Moments:
    """When the newest visible post and those of the near future become visible, as of one version."""

    version: int
    expires: float
    times: list[datetime]


# Each process keeps its own: what is true of a version stays true, so no other process need be asked.
_moments = Moments(0, 0, [])


def edition_of(request: HttpRequest) -> str:
    """Return the edition that this request reads: one look into the cache, whatever the page shows."""
    if not hasattr(request, "edition"):
        request.edition = edition()  # type: ignore[attr-defined]
    return request.edition  # type: ignore[attr-defined]


def by_edition(request: HttpRequest, **route: str) -> tuple[object, ...]:
    """Say what a list, a feed or a sitemap depends on: the edition, and which page of it is asked for."""
    return edition_of(request), request.get_full_path()


def edition(version: int | None = None) -> str:
    """Return the name of what visitors may read now; `version` is that of "posts", if it is known."""
    global _moments
    version = version or caching.version("posts")
    if _moments.version != version or _moments.expires < time.monotonic():
        _moments = Moments(version, time.monotonic() + MOMENTS_SECONDS, _find_times())
    now = timezone.now()
    latest = max((moment for moment in _moments.times if moment <= now), default=None)
    return f"{version}-{latest.timestamp() if latest else 0}"


def _find_times() -> list[datetime]:
    now = timezone.now()
    newest = Post.objects.published().order_by("-published_at").values("published_at")[:1]
    since = Coalesce(Subquery(newest), Value(now, output_field=DateTimeField()))
    scheduled = Post.objects.filter(
        status=Post.Status.PUBLISHED, published_at__gte=since, published_at__lte=now + LOOK_AHEAD
    )
    moments = scheduled.order_by("published_at").values_list("published_at", flat=True).distinct()
    return [moment for moment in moments if moment]
