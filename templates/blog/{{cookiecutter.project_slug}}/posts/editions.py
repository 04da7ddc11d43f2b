"""The edition: a short text that changes whenever visitors may read something else than before.

Whatever is cached about posts in general is kept under it. It changes when a service bumps the group
"posts", and by itself at the second a scheduled post becomes visible: no worker needs to run.
"""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from core import caching
from posts.models import Post

MOMENTS_SECONDS = 60 * 60
# Longer than the moments and their stale copy live in the cache: none may be missed.
LOOK_AHEAD = timedelta(seconds=MOMENTS_SECONDS + caching.STALE_SECONDS + 60)


def edition() -> str:
    """Return the name of what visitors may read now; costs two looks into the cache."""
    version = caching.version("posts")
    moments = caching.remember(f"posts:moments:{version}", _moments, MOMENTS_SECONDS)
    now = timezone.now()
    latest = max((moment for moment in moments if moment <= now), default=None)
    return f"{version}-{latest.timestamp() if latest else 0}"


def _moments() -> list[datetime]:
    """Return when the newest visible post and those of the near future become visible."""
    now = timezone.now()
    newest = Post.objects.published().order_by("-published_at").values("published_at")[:1]
    since = Coalesce(Subquery(newest), Value(now, output_field=DateTimeField()))
    scheduled = Post.objects.filter(
        status=Post.Status.PUBLISHED, published_at__gte=since, published_at__lte=now + LOOK_AHEAD
    )
    return list(scheduled.order_by("published_at").values_list("published_at", flat=True).distinct())
