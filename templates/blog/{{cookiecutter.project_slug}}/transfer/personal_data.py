"""A user's posts in the export of the account."""

from collections.abc import Iterator

from accounts.models import User
from posts.models import Post
from transfer.exporting import export_entries


def export(user: User) -> Iterator[tuple[str, bytes | Iterator[bytes]]]:
    """Yield all posts of the user as Markdown, with their covers."""
    yield from export_entries(Post.objects.filter(author=user))
