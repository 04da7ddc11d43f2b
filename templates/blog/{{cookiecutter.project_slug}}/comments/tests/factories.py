"""Comments for tests."""

from itertools import count

from accounts.models import User
from accounts.tests.factories import make_user
from comments.models import Comment
from comments.services import place
from core.markdown import render
from posts.models import Post
from posts.tests.factories import make_post

_numbers = count(1)


def make_comment(post: Post | None = None, author: User | None = None, **fields) -> Comment:
    """Return a saved comment, approved unless the fields say otherwise; the post's counter follows."""
    post = post or make_post()
    fields.setdefault("body", f"Comment {next(_numbers)}.")
    fields.setdefault("body_html", render(fields["body"], rich=False).html)
    fields.setdefault("status", Comment.Status.APPROVED)
    comment = Comment.objects.create(post=post, author=author or make_user(), **fields)
    place(comment)
    if comment.is_shown:
        post.comment_count += 1
        post.save(update_fields=["comment_count"])
    return comment
