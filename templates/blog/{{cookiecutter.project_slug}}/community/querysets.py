"""Lists of posts that depend on what a reader likes and whom they follow."""

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from community.models import Like
from posts.models import Post
from posts.querysets import PostQuerySet


def liked_posts(user: User) -> PostQuerySet:
    """Return the public posts that the reader likes, with `liked_at`, the time of the like."""
    like = Like.objects.filter(user=user, post=OuterRef("pk"))
    posts = Post.objects.published().filter(likes__user=user)
    return posts.with_cards().annotate(liked_at=Subquery(like.values("created_at")[:1]))


def posts_of_followed(user: User) -> PostQuerySet:
    """Return the public posts of the authors that the reader follows."""
    return Post.objects.published().filter(author__followers__follower=user).with_cards()


def followed_authors(user: User) -> QuerySet[User]:
    """Return whom the reader follows, by name; accounts that were closed are left out."""
    return User.objects.filter(followers__follower=user, is_active=True).order_by("name", "pk")
