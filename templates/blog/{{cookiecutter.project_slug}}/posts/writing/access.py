"""How the writing pages find their post: strangers get 404, who may not take the step gets 403."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from core.decorators import requires
from posts.models import Post
from posts.policy import can_write

View = Callable[..., HttpResponse]
Policy = Callable[[Any, Post], bool]


def with_post(policy: Policy) -> Callable[[View], View]:
    """Hand the post with the ``pk`` of the route to the view if the policy allows the step.

    The queryset knows whose posts these are, so that others cannot tell which posts exist.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
            posts = Post.objects.editable_by(request.user).select_related("author", "category", "series")
            post = get_object_or_404(posts, pk=pk)
            if not policy(request.user, post):
                raise PermissionDenied
            return view(request, post, **kwargs)

        return never_cache(requires(can_write)(wrapper))

    return decorate


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """Return the data and the files for a form: None unless something was sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
