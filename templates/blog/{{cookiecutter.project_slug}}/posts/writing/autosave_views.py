"""Saving a draft while it is written. Every answer is a line of text in the editor, never a lost word."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.decorators import requires
from core.diff import lines
from core.errors import DomainError
from core.ratelimit import rate_limit
from posts import policy
from posts.errors import EditConflictError
from posts.forms import PostForm
from posts.models import Post
from posts.services import autosave, create_post


@never_cache
@require_POST
def autosave_draft(request: HttpRequest) -> HttpResponse:
    """Say so to a writer whose session has ended: a page to sign in would not fit into the line."""
    if not request.user.is_authenticated and request.htmx:
        return _answer(request, None, is_signed_out=True)
    return _autosave(request)


@requires(policy.can_write)
@rate_limit("autosave", "60/m")
def _autosave(request: HttpRequest) -> HttpResponse:
    """Save the user's own draft, or begin one; the answer says what was saved, or why nothing was."""
    post = _own_post(request)
    form = PostForm(request.POST, post=post)
    if post and not policy.can_autosave(request.user, post):
        return _answer(request, post, has_left_draft=True)
    if not form.is_valid():
        return _answer(request, post, errors=form.errors)
    try:
        return _saved(request, form, post)
    except EditConflictError as conflict:
        changes = lines(conflict.theirs.body, form.cleaned_data["body"])
        return _answer(request, post, conflict=conflict, changes=changes)
    except DomainError as error:
        return _answer(request, post, errors={"": [error]})


def _saved(request: HttpRequest, form: PostForm, post: Post | None) -> HttpResponse:
    # A tag that is still being typed must not become one.
    fields = form.post_fields(makes_tags=False)
    if post is None:
        post = create_post(request.user, **fields)
        response = _answer(request, post, is_saved=True)
        # From now on the page is the one of this draft: loading it again shows the draft.
        response.headers["HX-Replace-Url"] = reverse("writing:edit", args=[post.pk])
        return response
    saved = autosave(post, request.user, form.cleaned_data["version"] or 0, **fields)
    return _answer(request, saved, is_saved=True)


def _own_post(request: HttpRequest) -> Post | None:
    pk = request.POST.get("post", "")
    if not pk:
        return None
    posts = Post.objects.editable_by(request.user).filter(author=request.user)
    return get_object_or_404(posts, pk=pk if pk.isdecimal() and len(pk) < 19 else 0)


def _answer(request: HttpRequest, post: Post | None, **context: Any) -> HttpResponse:
    version = post.version if post and context.get("is_saved") else request.POST.get("version", "")[:10]
    context |= {
        "post": post,
        "post_pk": post.pk if post else request.POST.get("post", "")[:20],
        "version": version,
    }
    return render(request, "writing/parts/autosave.html", context)
