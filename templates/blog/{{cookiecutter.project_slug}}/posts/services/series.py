"""The order in which the posts of a series are read."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from core.caching import bump
from posts.models import Post
from taxonomy.models import Series


@transaction.atomic
def order_series(series: Series, positions: Mapping[int, int], by: User) -> int:
    """Give posts of the series, named by their ids, new positions; returns how many changed.

    Ids of posts that left the series meanwhile are passed over.
    """
    changed = 0
    for pk, position in positions.items():
        posts = Post.objects.filter(pk=pk, series=series).exclude(series_position=position)
        changed += posts.update(series_position=position)
        bump(f"post:{pk}")
    if changed:
        bump("posts")
    return changed
