"""Pages on which readers write comments; those of moderators stand in `moderation_views.py`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.requests import signed_in_user
from comments import services
from comments.forms import CommentBodyForm, CommentForm, ReportForm
from comments.models import Comment
from comments.policy import ACTIONS, can_comment, can_delete_comment, can_edit_comment, can_reply, can_report
from comments.querysets import CommentQuerySet
from comments.threads import address_in_thread
from core.decorators import read_or_write
from core.errors import DomainError
from core.ratelimit import rate_limit
from posts.models import Post


@require_safe
def comment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one comment and what this visitor may do with it."""
    comment = _get_comment(request, pk)
    may = {name: allows(request.user, comment) for name, allows in ACTIONS.items() if name != "comment"}
    return render(request, "comments/detail.html", {"comment": comment, "may": may})


@read_or_write
@login_required
@rate_limit("comment", "10/m")
def post_comment(request: HttpRequest, slug: str) -> HttpResponse:
    """Comment on a post."""
    post = get_object_or_404(Post.objects.published(), slug=slug)
    if not can_comment(request.user, post):
        raise PermissionDenied
    return _write(request, post, None)


@read_or_write
@login_required
@rate_limit("comment", "10/m")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a comment: a page of its own, or a form under the comment for htmx."""
    parent = _get_comment(request, pk)
    if not can_reply(request.user, parent):
        raise PermissionDenied
    return _write(request, parent.post, parent)


@read_or_write
@login_required
@rate_limit("comment", "10/m")
def edit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one's own comment; other readers get 404."""
    comment = get_object_or_404(_get_own(request), pk=pk)
    if not can_edit_comment(request.user, comment):
        raise PermissionDenied
    form = CommentBodyForm(request.POST or None, initial={"body": comment.body})
    if form.is_valid():
        try:
            comment = services.edit_comment(comment, signed_in_user(request), form.cleaned_data["body"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _to_comment(request, comment)
    context = {"form": form, "comment": comment, "title": _("Edit your comment"), "submit": _("Save")}
    return render(request, "comments/edit.html", context, status=_status(form))


@read_or_write
@login_required
def delete_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take a comment away."""
    comment = _get_comment(request, pk)
    if not can_delete_comment(request.user, comment):
        raise PermissionDenied
    if request.method == "POST":
        services.delete_comment(comment, signed_in_user(request))
        messages.success(request, _("The comment is deleted."))
        return redirect(f"{comment.post.get_absolute_url()}#comments")
    context = {
        "title": _("Delete this comment?"),
        "question": _("Its text disappears for everybody. Answers to it stay."),
        "submit": _("Delete"),
        "cancel": comment.get_absolute_url(),
    }
    return render(request, "components/confirm.html", context)


@read_or_write
@login_required
@rate_limit("report", "20/h")
def report_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell moderators about a comment."""
    comment = _get_comment(request, pk)
    if not can_report(request.user, comment):
        raise PermissionDenied
    form = ReportForm(request.POST or None)
    if form.is_valid():
        try:
            services.report_comment(comment, signed_in_user(request), form.cleaned_data["reason"])
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thank you. A moderator will look at it."))
        return redirect(f"{comment.post.get_absolute_url()}#comments")
    context = {
        "form": form,
        "comment": comment,
        "title": _("Report a comment"),
        "submit": _("Report"),
        "quote": True,
    }
    return render(request, "comments/edit.html", context, status=_status(form))


def _get_comment(request: HttpRequest, pk: int) -> Comment:
    """Return the comment if the visitor may read it, else answer 404."""
    comments = Comment.objects.visible_to(request.user).select_related("author", "post__author")
    return get_object_or_404(comments, pk=pk)


def _get_own(request: HttpRequest) -> CommentQuerySet:
    user = signed_in_user(request)
    return Comment.objects.visible_to(user).filter(author=user).select_related("author", "post")


def _write(request: HttpRequest, post: Post, parent: Comment | None) -> HttpResponse:
    user, is_htmx = signed_in_user(request), "HX-Request" in request.headers
    names = f"reply-{parent.pk}-%s" if parent else "id_%s"
    form = CommentForm(user, post, request.POST or None, auto_id=names)
    if is_htmx:
        # The form appears where the reader clicked: the keyboard follows it there.
        form.fields["body"].widget.attrs["autofocus"] = True
    if form.is_valid():
        try:
            comment = services.post_comment(
                post, user, form.cleaned_data["body"], parent=parent, verdict=form.verdict
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _to_comment(request, comment)
    context = {"form": form, "post": post, "parent": parent, "action": request.path}
    context["title"] = _("Answer a comment") if parent else _("Write a comment")
    template = "comments/comment_form.html" if is_htmx else "comments/write.html"
    return render(request, template, context, status=_status(form))


def _to_comment(request: HttpRequest, comment: Comment) -> HttpResponse:
    if comment.is_shown:
        comment.post.refresh_from_db(fields=["comment_count"])
        address = address_in_thread(comment)
    else:
        # The same words for what waits and for spam: a robot must not learn which trap it fell into.
        messages.info(request, _("Thank you. Your comment appears once a moderator has approved it."))
        address = f"{comment.post.get_absolute_url()}#comments"
    return HttpResponseClientRedirect(address) if "HX-Request" in request.headers else redirect(address)


def _status(form: BaseForm) -> int:
    return 422 if form.errors else 200
