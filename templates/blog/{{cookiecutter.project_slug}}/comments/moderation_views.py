"""The queue of moderators."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.requests import signed_in_user
from comments.forms import ModerationForm
from comments.models import Comment, Report
from comments.moderation import DECISIONS, Decision
from comments.moderation import restore_comment as restore
from comments.policy import can_moderate
from comments.querysets import CommentQuerySet
from core.decorators import read_or_write, requires
from core.errors import DomainError
from core.pagination import KeysetPaginator

PER_PAGE = 30
TABS = {
    "waiting": gettext_lazy("Waiting"),
    "reported": gettext_lazy("Reported"),
    "spam": gettext_lazy("Spam"),
    "deleted": gettext_lazy("Deleted"),
    "all": gettext_lazy("All"),
}


@read_or_write
@requires(can_moderate)
def moderation(request: HttpRequest) -> HttpResponse:
    """Show the comments of one list, the oldest waiting ones first; decide about the ticked ones."""
    if request.method == "POST":
        return _decide(request)
    show = _chosen_tab(request.GET.get("show"))
    open_reports = Report.objects.filter(resolved_at=None).select_related("reporter")
    comments = (
        _comments(show)
        .select_related("author", "post", "moderated_by")
        .defer("post__body", "post__body_html", "post__toc")
        .prefetch_related(Prefetch("reports", open_reports, to_attr="open_reports"))
    )
    order = "pk" if show == "waiting" else "-pk"
    page = KeysetPaginator(comments, fields=(order,), per_page=PER_PAGE).page(request.GET.get("cursor"))
    context = {"page": page, "tabs": TABS.items(), "show": show}
    return render(request, "comments/moderation.html", context)


@require_POST
@requires(can_moderate)
def restore_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring one removed comment back."""
    comment = get_object_or_404(Comment, pk=pk)
    try:
        restore(comment, signed_in_user(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The comment is restored."))
    return redirect(comment)


def _comments(show: str) -> CommentQuerySet:
    comments = Comment.objects.all()
    if show == "reported":
        return comments.with_open_reports()
    statuses = {
        "waiting": Comment.Status.PENDING,
        "spam": Comment.Status.SPAM,
        "deleted": Comment.Status.DELETED,
    }
    return comments.filter(status=statuses[show]) if show in statuses else comments


def _decide(request: HttpRequest) -> HttpResponse:
    form = ModerationForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("This form was changed on its way."))
    _report(request, DECISIONS[form.cleaned_data["action"]](form.seen(), signed_in_user(request)))
    return redirect(f"{reverse('comments:moderation')}?show={_chosen_tab(form.cleaned_data['show'])}")


def _report(request: HttpRequest, decision: Decision) -> None:
    done = ngettext("%(n)d comment is decided.", "%(n)d comments are decided.", decision.changed)
    messages.success(request, done % {"n": decision.changed})
    if decision.skipped:
        late = ngettext(
            "%(n)d comment was decided by somebody else meanwhile and is left alone.",
            "%(n)d comments were decided by somebody else meanwhile and are left alone.",
            decision.skipped,
        )
        messages.warning(request, late % {"n": decision.skipped})


def _chosen_tab(name: str | None) -> str:
    return name if name in TABS else "waiting"
