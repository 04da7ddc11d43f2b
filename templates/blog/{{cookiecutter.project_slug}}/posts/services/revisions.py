"""Every saved version of a text is kept."""

from accounts.models import User
from posts.models import Post, PostRevision


def keep_revision(post: Post, by: User, is_autosave: bool = False) -> PostRevision:
    """Keep the text of the post as of its version; the caller is in a transaction.

    An autosave takes the place of the autosave before it, else an hour of writing leaves hundreds.
    """
    if is_autosave:
        post.revisions.filter(version=post.version - 1, editor=by, is_autosave=True).delete()
    return PostRevision.objects.create(
        post=post,
        editor=by,
        version=post.version,
        title=post.title,
        excerpt=post.excerpt,
        body=post.body,
        is_autosave=is_autosave,
    )
