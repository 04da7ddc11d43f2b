"""Rendering posts again, after the renderer or its list of allowed tags has changed."""

from collections.abc import Callable

from core.caching import bump
from core.markdown import Rendered, render_many
from posts.models import Post

# Enough for the start of the processes to be worth it.
BATCH_ROWS = 2000


def render_again(progress: Callable[[int], None]) -> int:
    """Render the Markdown of all posts and save the pages that differ; returns how many did.

    `progress` is told how many posts each batch had.
    """
    changed, last = 0, 0
    while batch := list(Post.objects.filter(pk__gt=last).order_by("pk")[:BATCH_ROWS]):
        for post, rendered in zip(batch, render_many([post.body for post in batch]), strict=True):
            changed += _save_if_changed(post, rendered)
        last = batch[-1].pk
        progress(len(batch))
    if changed:
        bump("posts")
    return changed


def _save_if_changed(post: Post, rendered: Rendered) -> int:
    if post.body_html == rendered.html:
        return 0
    # Somebody may have saved the post since it was read: then that page is the newer one.
    unchanged = Post.objects.filter(pk=post.pk, version=post.version)
    saved = unchanged.update(body_html=rendered.html, toc=rendered.toc, reading_minutes=rendered.minutes)
    bump(f"post:{post.pk}")
    return saved
