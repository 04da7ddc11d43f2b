"""What starts notifications about posts, and what users decide about their own."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.tasks import after_commit
from notifications.delivery import Notice, notify
from notifications.kinds import Kind, kinds_for
from notifications.models import MutedKind, Notification
from notifications.tasks import tell_followers

if TYPE_CHECKING:
    from posts.models import Post


def announce_post(post: "Post") -> None:
    """Tell all followers of the author of a new post, in batches after the commit; once per post."""
    event = {"key": f"post:{post.pk}", "title": post.title, "url": post.get_absolute_url()}
    after_commit(tell_followers, post.author_id, event)


def tell_submitted(post: "Post", by: User, address: str) -> None:
    """Tell the editors that a post waits for their review at the address (a path of this site)."""
    notify(User.objects.filter(groups__name=Role.EDITOR), _about(post, Kind.SUBMITTED, by, address))


def tell_published(post: "Post", by: User) -> None:
    """Tell the author that somebody else published the post, or set the time for it."""
    notify([post.author], _about(post, Kind.PUBLISHED, by, post.get_absolute_url()))


def tell_returned(post: "Post", by: User, address: str) -> None:
    """Tell the author that the post came back from review and can be written on at the address."""
    notify([post.author], _about(post, Kind.RETURNED, by, address))


def mark_read(user: User, notification_id: int | None = None) -> int:
    """Mark one or all of the user's notifications as read; returns how many changed."""
    unread = Notification.objects.of(user).unread()
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    return unread.update(read_at=timezone.now())


@transaction.atomic
def choose_mails(user: User, wanted: Collection[str]) -> None:
    """Send the user mails of the wanted kinds, and of no other kind that the user can get."""
    offered = kinds_for(user)
    MutedKind.objects.filter(user=user, kind__in=offered).delete()
    rows = [MutedKind(user=user, kind=kind) for kind in offered if kind not in wanted]
    MutedKind.objects.bulk_create(rows, ignore_conflicts=True)


def mute(user: User, kind: str) -> None:
    """Stop the mails of one kind; harmless when repeated."""
    MutedKind.objects.get_or_create(user=user, kind=kind)


def _about(post: "Post", kind: Kind, by: User, address: str) -> Notice:
    # A post may be handed in and returned several times: each version is news.
    return Notice(kind, f"post:{post.pk}:{post.version}", post.title, address, by)
