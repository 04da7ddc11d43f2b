"""Decorators of our own for views."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]

# A page with a form: to look at, and to send.
read_or_write: Callable[[View], View] = require_http_methods(["GET", "HEAD", "POST"])


def requires(policy: Callable[[Any], bool]) -> Callable[[View], View]:
    """Let only users pass for whom `policy(user)` holds; visitors are asked to sign in, others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not policy(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(wrapper)

    return decorate
