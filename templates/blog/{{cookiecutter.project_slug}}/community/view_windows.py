"""The views counted in the cache: each minute has its counters and the list of the posts it counted.

So a finished minute can be written to the database exactly once, and a cache that dies takes at most
what was not written yet with it.
"""

import time
from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction
from django.db.models import Case, F, Value, When

from core.tasks import claim
from posts.models import Post

WINDOW_SECONDS = 60
# A minute is written only when the requests that began in it are surely over.
GRACE_SECONDS = 5
KEPT_WINDOWS = 60
BATCH_SIZE = 500


def add_view(slug: str) -> bool:
    """Count one view; True if it is the first of any post in this minute."""
    window = int(time.time()) // WINDOW_SECONDS
    if _increment(f"views:{window}:{slug}") != 1:
        return False
    place = _increment(f"views:{window}")
    cache.set(f"views:{window}:#{place}", slug, KEPT_WINDOWS * WINDOW_SECONDS)
    # On a dead cache every count is the first one: then there is nothing to write either.
    return place == 1 and cache.get(f"views:{window}:#1") == slug


def write_finished_windows() -> int:
    """Add the views of all finished minutes to their posts; returns how many views that were."""
    last = int(time.time() - GRACE_SECONDS) // WINDOW_SECONDS
    sizes = cache.get_many([f"views:{window}" for window in range(last - KEPT_WINDOWS, last)])
    return sum(_write(key, size) for key, size in sorted(sizes.items()))


@transaction.atomic
def _write(window: str, size: int) -> int:
    # The claim is committed with the numbers: a second worker, or a second try, adds nothing.
    if not claim(window):
        return 0
    slugs = cache.get_many([f"{window}:#{place}" for place in range(1, size + 1)]).values()
    found = cache.get_many([f"{window}:{slug}" for slug in slugs])
    counts = sorted((key.removeprefix(f"{window}:"), count) for key, count in found.items())
    for start in range(0, len(counts), BATCH_SIZE):
        _add(counts[start : start + BATCH_SIZE])
    transaction.on_commit(lambda: cache.delete(window))
    return sum(count for _slug, count in counts)


def _add(counts: Iterable[tuple[str, int]]) -> None:
    numbers = dict(counts)
    added = Case(*(When(slug=slug, then=Value(count)) for slug, count in numbers.items()), default=Value(0))
    Post.objects.filter(slug__in=numbers).update(view_count=F("view_count") + added)


def _increment(key: str) -> int:
    """Return the new value, 0 when there is no cache to count in."""
    try:
        return cache.incr(key) or 0
    except ValueError:
        # Nearly always the counter is there; adding it first would cost every view a question more.
        cache.add(key, 0, KEPT_WINDOWS * WINDOW_SECONDS)
    try:
        return cache.incr(key) or 0
    except ValueError:
        return 0
