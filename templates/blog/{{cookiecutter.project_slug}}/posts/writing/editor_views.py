"""The editor: new post, changed post, preview of the Markdown."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core import markdown
from core.decorators import read_or_write, requires
from core.diff import lines
from core.errors import DomainError
from core.ratelimit import rate_limit
from posts import policy
from posts.errors import EditConflictError, SlugTakenError
from posts.forms import BODY_MAX_CHARACTERS, PostForm
from posts.models import Post
from posts.services import create_post, save_post
from posts.writing.access import sent, with_post
from posts.writing.context import editor_context


@never_cache
@requires(policy.can_write)
@read_or_write
def new(request: HttpRequest) -> HttpResponse:
    """Begin a post."""
    form = PostForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            post = create_post(request.user, **form.post_fields())
        except (DomainError, ValidationError) as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("writing:edit", post.pk)
    return render(request, "writing/edit.html", editor_context(request, form), status=_status(form))


@with_post(policy.can_edit_post)
@read_or_write
def edit(request: HttpRequest, post: Post) -> HttpResponse:
    """Change a post; a conflict shows both texts and saves none."""
    form = PostForm(*sent(request), post=post)
    if request.method == "POST" and form.is_valid():
        try:
            save_post(post, request.user, form.cleaned_data["version"] or 0, **form.post_fields())
        except EditConflictError as conflict:
            return _show_conflict(request, form, conflict)
        except (DomainError, ValidationError) as error:
            _refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("writing:edit", post.pk)
    return render(request, "writing/edit.html", editor_context(request, form, post), status=_status(form))


@never_cache
@requires(policy.can_write)
@require_POST
@rate_limit("markdown-preview", "120/m")
def preview_markdown(request: HttpRequest) -> HttpResponse:
    """Show the text as readers would see it: in a panel by htmx, else on a page of its own."""
    rendered = markdown.render(request.POST.get("body", "")[:BODY_MAX_CHARACTERS])
    template = "writing/parts/rendered.html" if request.htmx else "writing/rendered.html"
    return render(request, template, {"rendered": rendered, "title": request.POST.get("title", "")[:200]})


def _show_conflict(request: HttpRequest, form: PostForm, conflict: EditConflictError) -> HttpResponse:
    theirs = conflict.theirs
    # The next save is meant for the version that is shown now: its writer has seen both texts.
    form.data = form.data.copy()
    form.data["version"] = theirs.version
    context = {
        "conflict": conflict,
        "latest": theirs.revisions.select_related("editor").first(),
        "changes": lines(theirs.body, form.cleaned_data["body"]),
    }
    page = editor_context(request, form, theirs) | context
    return render(request, "writing/edit.html", page, status=409)


def _refuse(form: PostForm, error: DomainError | ValidationError) -> None:
    if isinstance(error, ValidationError):
        form.add_error("cover", error)
    else:
        form.add_error("slug" if isinstance(error, SlugTakenError) else None, str(error))


def _status(form: PostForm) -> int:
    return 422 if form.errors else 200
