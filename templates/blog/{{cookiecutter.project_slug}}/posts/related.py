"""The company in which a post is read: the posts before and after it, its series, and related ones."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from posts.models import Post

RELATED = 3
# Only the newest links of the tags are compared, so that a tag with 100,000 posts costs no more.
LINKS_COMPARED = 300
SERIES_SHOWN = 50

PostTag = Post.tags.through


@dataclass
class Company:
    """Public posts around one post; the series holds the post itself too."""

    newer: Post | None = None
    older: Post | None = None
    series: list[Post] = field(default_factory=list)
    related: list[Post] = field(default_factory=list)


def company_of(post: Post) -> Company:
    """Return the company of the post in one query, however many posts there are."""
    choices = [_newer(post), _older(post), _related(post)]
    if post.series_id:
        choices.append(_series(post))
    rows = Post.objects.filter(pk__in=_union(choices)).with_cards().annotate(shared=_shared_tags(post))
    return _sort_out(post, list(rows))


def _sort_out(post: Post, rows: list[Any]) -> Company:
    def place(other: Post) -> tuple:
        return (other.published_at, other.pk)

    mine = place(post)
    others = [row for row in rows if row.pk != post.pk]
    related = sorted(
        (row for row in others if row.shared), key=lambda row: (row.shared, place(row)), reverse=True
    )
    members = [row for row in rows if post.series_id and row.series_id == post.series_id]
    return Company(
        newer=min((row for row in others if place(row) > mine), key=place, default=None),
        older=max((row for row in others if place(row) < mine), key=place, default=None),
        series=sorted(members, key=lambda row: (row.series_position or 0, place(row))),
        related=related[:RELATED],
    )


def _newer(post: Post) -> QuerySet[Post, Any]:
    later = Q(published_at=post.published_at, pk__gt=post.pk) | Q(published_at__gt=post.published_at)
    posts = Post.objects.published().filter(later, published_at__gte=post.published_at)
    return posts.order_by("published_at", "pk").values("pk")[:1]


def _older(post: Post) -> QuerySet[Post, Any]:
    earlier = Q(published_at=post.published_at, pk__lt=post.pk) | Q(published_at__lt=post.published_at)
    posts = Post.objects.published().filter(earlier, published_at__lte=post.published_at)
    return posts.order_by("-published_at", "-pk").values("pk")[:1]


def _series(post: Post) -> QuerySet[Post, Any]:
    members = Post.objects.published().filter(series=post.series_id)
    return members.order_by("series_position", "published_at", "pk").values("pk")[:SERIES_SHOWN]


def _related(post: Post) -> QuerySet[Post, Any]:
    public = Q(post__status=Post.Status.PUBLISHED, post__published_at__lte=timezone.now())
    links = PostTag.objects.filter(public, tag__in=_tag_ids(post)).exclude(post=post.pk)
    newest = links.order_by("-post__published_at", "-pk").values("pk")[:LINKS_COMPARED]
    by_post = PostTag.objects.filter(pk__in=newest).values("post").annotate(shared=Count("pk"))
    best = by_post.order_by("-shared", "-post__published_at", "-post").values("post")[:RELATED]
    return Post.objects.order_by().filter(pk__in=best).values("pk")


def _union(choices: Iterable[QuerySet[Post, Any]]) -> QuerySet[Post, Any]:
    # SQLite takes no LIMIT in the parts of a union, but it does in a query that a part contains.
    first, *rest = (Post.objects.order_by().filter(pk__in=choice).values("pk") for choice in choices)
    return first.union(*rest, all=True)


def _shared_tags(post: Post) -> Count:
    return Count("tags", filter=Q(tags__in=_tag_ids(post)))


def _tag_ids(post: Post) -> list[int]:
    return [tag.pk for tag in post.tags.all()]
