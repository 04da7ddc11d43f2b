"""What happens when a post goes live: caches turn over and followers hear of it, once per post.

Nothing here makes a post visible: the clock does (see ``PostQuerySet.published``).
"""

from django.db import transaction
from django.utils import timezone

from core.caching import bump
from notifications.services import announce_post
from posts.models import Post
from posts.term_counts import recount, terms_of

BATCH_SIZE = 100


def announce_due_posts() -> int:
    """Announce every public post that was not; returns how many this run announced."""
    due = Post.objects.to_announce().order_by("published_at", "pk")[:BATCH_SIZE]
    return sum(announce(post) for post in due)


@transaction.atomic
def announce(post: Post) -> bool:
    """Announce the post unless that is done; False if another worker was quicker.

    The mark and the messages are committed together: a crash leaves neither.
    """
    if not Post.objects.to_announce().filter(pk=post.pk).update(announced_at=timezone.now()):
        return False
    recount(terms_of(post))
    announce_post(post)
    bump("posts")
    return True
