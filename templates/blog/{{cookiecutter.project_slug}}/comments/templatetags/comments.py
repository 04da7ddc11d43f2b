"""The discussion in the page of a post."""

from typing import Any

from django import template
from django.template.context import RequestContext

from comments.forms import CommentForm
from comments.models import Comment
from comments.policy import can_comment, can_moderate
from comments.threads import thread_html
from posts.models import Post

register = template.Library()


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def discussion(context: RequestContext, post: Post) -> dict[str, Any]:
    """Show the thread, and below it the form for readers or the way to sign in for visitors.

    No query for visitors while the thread is cached; for readers one more, for their waiting comments.
    """
    request = context["request"]
    user = request.user
    shown = {
        "request": request,
        "post": post,
        "thread": thread_html(post, request.GET.get("comments", "")),
        "is_reader": user.is_authenticated,
    }
    if user.is_authenticated:
        shown |= {
            "csrf_token": context.get("csrf_token"),
            "waiting": list(Comment.objects.filter(post=post, author=user, status=Comment.Status.PENDING)),
            "may_moderate": can_moderate(user),
            "form": CommentForm(user, post) if can_comment(user, post) else None,
        }
    return shown
