"""The lists: what one has written, and what waits for an editor."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.decorators import requires
from core.pagination import KeysetPaginator
from posts import policy
from posts.models import Post

PER_PAGE = 20
STATES = {
    "draft": _("Drafts"),
    "review": _("In review"),
    "scheduled": _("Scheduled"),
    "published": _("Published"),
    "archived": _("Archived"),
}


@never_cache
@requires(policy.can_write)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List the posts of the user, or those of everybody for an editor who asks for them."""
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()[:100]
    shows_all = request.GET.get("all") == "1" and policy.can_review(request.user)
    posts = Post.objects.editable_by(request.user).matching(text)
    if not shows_all:
        posts = posts.filter(author=request.user)
    if state in STATES:
        posts = posts.in_state(state)
    context = {"state": state, "states": STATES, "q": text, "shows_all": shows_all}
    return _list(request, posts, ("-updated_at", "-pk"), "writing/desk.html", context)


@never_cache
@requires(policy.can_review)
@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    """List what authors submitted, the longest wait first."""
    posts = Post.objects.waiting_for_review()
    return _list(request, posts, ("submitted_at", "pk"), "writing/review_queue.html", {})


def _list(
    request: HttpRequest,
    posts: QuerySet[Post],
    fields: tuple[str, ...],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    page = KeysetPaginator(posts.with_cards(), fields, PER_PAGE).page(request.GET.get("cursor"))
    rows = [(post, _address(request.user, post)) for post in page]
    return render(request, template, {"page": page, "rows": rows, **context})


def _address(user: Any, post: Post) -> str:
    """Return where the user goes on with the post: to the editor, or else to read it."""
    if policy.can_edit_post(user, post):
        return reverse("writing:edit", args=[post.pk])
    return post.get_absolute_url() if post.is_public else reverse("writing:preview", args=[post.pk])
