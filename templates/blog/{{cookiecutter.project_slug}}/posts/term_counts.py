"""The counts of public posts under tags, categories and series, after a post changed."""

from dataclasses import dataclass

from posts.models import Post
from taxonomy.models import Category, Series, Tag
from taxonomy.services import recount_terms


@dataclass(frozen=True)
class Terms:
    """What a post stands under, by primary keys."""

    tags: frozenset[int]
    categories: frozenset[int | None]
    series: frozenset[int | None]


def terms_of(post: Post) -> Terms:
    """Return the terms of the post; take them before a change and after it."""
    tags = Post.tags.through.objects.filter(post=post.pk).values_list("tag", flat=True)
    return Terms(frozenset(tags), frozenset({post.category_id}), frozenset({post.series_id}))


def recount_changed(before: Terms, after: Terms) -> None:
    """Count the posts of the terms again that stand in only one of both."""
    _recount(before.tags ^ after.tags, before.categories ^ after.categories, before.series ^ after.series)


def recount(terms: Terms) -> None:
    """Count the posts of these terms again."""
    _recount(terms.tags, terms.categories, terms.series)


def _recount(tags: frozenset[int], categories: frozenset[int | None], series: frozenset[int | None]) -> None:
    querysets = [
        model.objects.filter(pk__in=[key for key in keys if key])
        for model, keys in ((Tag, tags), (Category, categories), (Series, series))
        if keys - {None}
    ]
    if querysets:
        recount_terms(*querysets)
