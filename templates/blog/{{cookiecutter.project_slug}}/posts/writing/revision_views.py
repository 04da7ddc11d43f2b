"""Earlier versions of a post: list, text, difference, restore."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.decorators import read_or_write
from core.diff import lines
from core.errors import DomainError
from core.pagination import KeysetPaginator
from posts import policy
from posts.models import Post, PostRevision
from posts.services import restore_revision
from posts.writing.access import with_post

PER_PAGE = 30


@with_post(policy.can_see_revisions)
@require_safe
def revisions(request: HttpRequest, post: Post) -> HttpResponse:
    """List the versions, the newest first, with two of them to choose for comparison."""
    rows = post.revisions.select_related("editor").defer("body")
    page = KeysetPaginator(rows, ("-version",), PER_PAGE).page(request.GET.get("cursor"))
    context = {"post": post, "page": page, "may_restore": policy.can_restore(request.user, post)}
    return render(request, "writing/revisions.html", context)


@with_post(policy.can_see_revisions)
@require_safe
def compare(request: HttpRequest, post: Post) -> HttpResponse:
    """Show what changed between the versions ``old`` and ``new`` of the query."""
    old, new = (_revision(post, request.GET.get(name, "")) for name in ("old", "new"))
    context = {
        "post": post,
        "old": old,
        "new": new,
        "head": lines(f"{old.title}\n{old.excerpt}", f"{new.title}\n{new.excerpt}"),
        "changes": lines(old.body, new.body),
    }
    return render(request, "writing/compare.html", context)


@with_post(policy.can_see_revisions)
@require_safe
def revision(request: HttpRequest, post: Post, version: int) -> HttpResponse:
    """Show the text of one version."""
    found = _revision(post, str(version))
    context = {"post": post, "revision": found, "may_restore": policy.can_restore(request.user, post)}
    return render(request, "writing/revision.html", context)


@with_post(policy.can_restore)
@read_or_write
def restore(request: HttpRequest, post: Post, version: int) -> HttpResponse:
    """Make an earlier text the present one."""
    found = _revision(post, str(version))
    if request.method == "POST":
        try:
            restore_revision(post, found, request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The text is restored."))
        return redirect("writing:edit", post.pk)
    question = _("The text of version %(version)d becomes the present one. The present one is kept.")
    context = {
        "form": Form(),
        "title": _("Restore"),
        "submit": _("Restore"),
        "question": question % {"version": found.version},
        "post": post,
    }
    return render(request, "writing/step.html", context)


def _revision(post: Post, version: str) -> PostRevision:
    if not (version.isdecimal() and len(version) < 10):
        raise Http404
    return get_object_or_404(post.revisions.select_related("editor"), version=int(version))
