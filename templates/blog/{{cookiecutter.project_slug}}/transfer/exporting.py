"""Posts as files: a zip of Markdown and pictures, or one JSON file, made while it is sent."""

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from posts.models import Post
from posts.querysets import PostQuerySet
from transfer.markdown_files import to_markdown

ROWS_AT_ONCE = 200
PICTURE_CHUNK_BYTES = 64 * 1024


def posts_of(user: User) -> PostQuerySet:
    """Return what the user may carry out: editors everything, authors their own."""
    return Post.objects.editable_by(user)


def export_entries(posts: PostQuerySet) -> Iterator[tuple[str, bytes | Iterator[bytes]]]:
    """Yield (name in the zip, content) of each post and its cover; memory does not grow with the posts."""
    for post in _fetched(posts):
        yield f"posts/{post.slug}.md", to_markdown(post).encode()
        cover = post.cover.name or ""
        if cover and post.cover.storage.exists(cover):
            yield f"images/{cover.rpartition('/')[2]}", _chunks_of(post)


def export_records(posts: PostQuerySet) -> Iterator[dict[str, Any]]:
    """Yield each post as a record for JSON, with its text."""
    for post in _fetched(posts):
        yield {
            "title": post.title,
            "slug": post.slug,
            "excerpt": post.excerpt,
            "body": post.body,
            "author": post.author.handle,
            "category": post.category.name if post.category else None,
            "tags": sorted(tag.name for tag in post.tags.all()),
            "series": post.series.name if post.series else None,
            "series_position": post.series_position,
            "status": post.status,
            "published_at": post.published_at,
            "comments_open": post.comments_open,
            "created_at": post.created_at,
            "updated_at": post.updated_at,
        }


def _fetched(posts: PostQuerySet) -> Iterator[Post]:
    related = posts.select_related("author", "category", "series").prefetch_related("tags").order_by("pk")
    return related.iterator(chunk_size=ROWS_AT_ONCE)


def _chunks_of(post: Post) -> Iterator[bytes]:
    with post.cover.storage.open(post.cover.name or "") as file:
        yield from file.chunks(PICTURE_CHUNK_BYTES)
