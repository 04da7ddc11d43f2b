"""The steps from draft to archive: a page that asks, then one call of a service."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.decorators import read_or_write
from core.errors import DomainError
from posts import policy, services
from posts.forms import PublishForm
from posts.models import Post
from posts.writing.access import Policy, with_post

Service = Callable[[Post, User], object]


def _step_view(
    allows: Policy, service: Service, title: str, question: str, done: str
) -> Callable[..., HttpResponse]:
    """Return a view that asks the question and, on POST, calls the service."""

    @with_post(allows)
    @read_or_write
    def view(request: HttpRequest, post: Post) -> HttpResponse:
        if request.method != "POST":
            return _ask(request, post, title, question, is_danger=service is services.delete_post)
        try:
            service(post, request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)
        return _leave(request, post)

    return view


@with_post(policy.can_publish_post)
@read_or_write
def publish(request: HttpRequest, post: Post) -> HttpResponse:
    """Publish the post now or at a time."""
    form = PublishForm(request.POST if request.method == "POST" else None, initial={"version": post.version})
    if request.method == "POST" and form.is_valid():
        try:
            at, version = form.cleaned_data["at"], form.cleaned_data["version"]
            post = services.publish_post(post, request.user, at=at, expected_version=version)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _published_sentence(post))
            return _leave(request, post)
    question = _("“%(title)s” is read by everybody from then on.") % {"title": post.title}
    context = {
        "form": form,
        "title": _("Publish"),
        "question": question,
        "post": post,
        "submit": _("Publish"),
    }
    return render(request, "writing/step.html", context, status=422 if form.errors else 200)


submit = _step_view(
    policy.can_submit,
    services.submit_for_review,
    gettext_lazy("Submit for review"),
    gettext_lazy("An editor will read “%(title)s” and publish it or return it to you."),
    gettext_lazy("The post waits for review."),
)
return_post = _step_view(
    policy.can_return,
    services.return_to_draft,
    gettext_lazy("Return to draft"),
    gettext_lazy("“%(title)s” leaves the review queue, and its author can write on."),
    gettext_lazy("The post is a draft again."),
)
unpublish = _step_view(
    policy.can_unpublish,
    services.unpublish,
    gettext_lazy("Take back"),
    gettext_lazy("Visitors no longer see “%(title)s”: it becomes a draft again."),
    gettext_lazy("The post is a draft again."),
)
archive = _step_view(
    policy.can_archive,
    services.archive_post,
    gettext_lazy("Archive"),
    gettext_lazy("Visitors no longer see “%(title)s”; it stays in your list."),
    gettext_lazy("The post is archived."),
)
delete = _step_view(
    policy.can_delete,
    services.delete_post,
    gettext_lazy("Delete"),
    gettext_lazy("“%(title)s” goes for ever, with its comments, pictures and revisions."),
    gettext_lazy("The post is deleted."),
)


def _ask(request: HttpRequest, post: Post, title: str, question: str, is_danger: bool) -> HttpResponse:
    context = {
        "form": Form(),
        "title": title,
        "submit": title,
        "question": question % {"title": post.title},
        "post": post,
        "is_danger": is_danger,
    }
    return render(request, "writing/step.html", context)


def _leave(request: HttpRequest, post: Post) -> HttpResponse:
    """Go back to the post if its user may still see it at the desk."""
    if post.pk and policy.can_edit_post(request.user, post):
        return redirect("writing:edit", post.pk)
    return redirect("writing:desk")


def _published_sentence(post: Post) -> str:
    return _("The post is public.") if post.is_public else _("The post is scheduled.")
