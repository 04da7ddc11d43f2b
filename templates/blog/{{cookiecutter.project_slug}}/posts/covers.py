"""Narrower copies of covers, for small screens."""

from django.core.files.storage import default_storage

from core.caching import bump
from core.images import make_widths
from posts.models import Post, narrow_name


def make_copies(post_id: int, name: str) -> int:
    """Store the copies of the cover called ``name`` and return how many; a replaced cover gets none."""
    cover_is_used = Post.objects.filter(pk=post_id, cover=name)
    if not cover_is_used.exists():
        return 0
    with default_storage.open(name) as file:
        copies = make_widths(file)
    for copy in copies:
        target = narrow_name(name, copy.width)
        # A second run would otherwise get a different, unknown name from the storage.
        default_storage.delete(target)
        default_storage.save(target, copy.file)
    cover_is_used.update(cover_widths=[copy.width for copy in copies])
    bump("posts")
    bump(f"post:{post_id}")
    return len(copies)
