"""The buttons to like a post and to follow its author; for visitors, the way to sign in."""

from typing import Any

from django import template
from django.template.context import RequestContext

from accounts.models import User
from community.models import Follow, Like
from community.policy import can_follow_author, can_like
from posts.models import Post

register = template.Library()


@register.inclusion_tag("community/like_button.html", takes_context=True)
def like_button(context: RequestContext, post: Post) -> dict[str, Any]:
    """Show the number of likes and the button; one query for a reader, none for visitors."""
    request = context["request"]
    may_like = can_like(request.user, post)
    liked = may_like and Like.objects.filter(user=request.user, post=post).exists()
    shown = {"request": request, "post": post, "may_like": may_like, "liked": liked}
    return shown | ({"csrf_token": context.get("csrf_token")} if may_like else {})


@register.inclusion_tag("community/follow_button.html", takes_context=True)
def follow_button(context: RequestContext, author: User) -> dict[str, Any]:
    """Show the button for an author; two queries for a reader, none for visitors."""
    request = context["request"]
    user = request.user
    following = user.is_authenticated and Follow.objects.filter(follower=user, author=author).exists()
    may_follow = following or can_follow_author(user, author)
    shown = {"request": request, "author": author, "may_follow": may_follow, "following": following}
    shown["is_visitor"] = not user.is_authenticated
    return shown | ({"csrf_token": context.get("csrf_token")} if may_follow else {})
