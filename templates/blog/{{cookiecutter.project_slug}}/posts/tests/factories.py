"""Posts for tests."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.tests.factories import make_user
from core.markdown import render
from posts.models import Post
from taxonomy.models import Tag

_numbers = count(1)


def make_post(author: User | None = None, tags: tuple[Tag, ...] = (), **fields) -> Post:
    """Return a saved post, published an hour ago unless the fields say otherwise; without revisions."""
    number = next(_numbers)
    fields.setdefault("title", f"Post {number}")
    fields.setdefault("slug", f"post-{number}")
    fields.setdefault("body", f"The text of post {number}.")
    fields.setdefault("status", Post.Status.PUBLISHED)
    if fields["status"] == Post.Status.PUBLISHED:
        fields.setdefault("published_at", timezone.now() - timedelta(hours=1))
        fields.setdefault("announced_at", fields["published_at"])
    rendered = render(fields["body"])
    fields.setdefault("body_html", rendered.html)
    fields.setdefault("toc", rendered.toc)
    fields.setdefault("word_count", len(rendered.text.split()))
    post = Post.objects.create(author=author or make_user(None, Role.AUTHOR), **fields)
    post.tags.set(tags)
    return post


def make_posts_in_every_state(author: User | None = None) -> dict[str, Post]:
    """Return one post per state, by the name of the state."""
    author = author or make_user(None, Role.AUTHOR)
    now = timezone.now()
    posts = {status: make_post(author, status=status) for status in ("draft", "review", "archived")}
    posts["published"] = make_post(author)
    posts["scheduled"] = make_post(author, published_at=now + timedelta(days=1), announced_at=None)
    return posts
