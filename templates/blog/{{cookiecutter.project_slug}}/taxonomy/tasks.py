"""Background work on terms."""

from celery import shared_task

from core.caching import bump
from core.tasks import RetryingTask
from taxonomy.models import Category, Series, Tag
from taxonomy.services import recount_terms


@shared_task(base=RetryingTask)
def recount_terms_of_posts(post_ids: list[int]) -> int:
    """Set the counts of the terms that the posts stand under right; returns how many were wrong."""
    changed = recount_terms(
        Tag.objects.filter(pk__in=Tag.posts.through.objects.filter(post__in=post_ids).values("tag")),
        Category.objects.filter(pk__in=Category.objects.filter(posts__in=post_ids).values("pk")),
        Series.objects.filter(pk__in=Series.objects.filter(posts__in=post_ids).values("pk")),
    )
    if changed:
        bump("posts")
    return changed


@shared_task(base=RetryingTask)
def recount_all_terms() -> int:
    """Set all counts right, also for posts that appeared by themselves; returns how many were wrong."""
    changed = recount_terms()
    if changed:
        bump("posts")
    return changed
