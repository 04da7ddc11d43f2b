"""Pages for editors: write an issue, try it, send it."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import CreateView, DeleteView, DetailView, ListView, UpdateView, View

from accounts.requests import signed_in_user
from core.decorators import requires
from core.errors import DomainError
from core.mail import send_mail_later
from newsletter import services
from newsletter.forms import IssueForm
from newsletter.models import Issue, Subscriber
from newsletter.policy import can_manage_newsletter


@method_decorator(never_cache, name="dispatch")
@method_decorator(requires(can_manage_newsletter), name="dispatch")
class EditorView(View):
    """Only for those who may manage the newsletter; visitors are asked to sign in, others get 403."""


class ManageView(EditorView, ListView):
    """All issues, newest first, and how many would receive one."""

    queryset = Issue.objects.only("subject", "status", "recipients", "sent_at", "updated_at")
    template_name = "newsletter/manage.html"
    paginate_by = 20

    def get_context_data(self, **kwargs):
        """Add the number of subscribers."""
        return super().get_context_data(subscribers=Subscriber.objects.confirmed().count(), **kwargs)


class SaveIssueMixin(EditorView):
    """Save through the service, which makes the HTML anew."""

    model = Issue
    form_class = IssueForm
    template_name = "newsletter/issue_form.html"

    def form_valid(self, form: IssueForm) -> HttpResponse:
        """Save the draft and show how it looks."""
        try:
            issue = services.save_issue(form.instance, by=signed_in_user(self.request))
        except DomainError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        return redirect("newsletter:preview", issue.pk)


class CreateIssueView(SaveIssueMixin, CreateView):
    """A new issue."""


class EditIssueView(SaveIssueMixin, UpdateView):
    """Change a draft; an issue that was sent is history and not found here."""

    queryset = Issue.objects.filter(status=Issue.Status.DRAFT)


class PreviewView(EditorView, DetailView):
    """How the issue looks, with the buttons to try and to send it."""

    model = Issue
    template_name = "newsletter/preview.html"

    def get_context_data(self, **kwargs):
        """Add the number of subscribers and how many were mailed."""
        return super().get_context_data(
            subscribers=Subscriber.objects.confirmed().count(),
            mailed=self.object.deliveries.filter(sent_at__isnull=False).count(),
            **kwargs,
        )


class TryIssueView(EditorView):
    """Send a draft to the editor alone."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mail it and go back."""
        issue = get_object_or_404(Issue, pk=pk)
        editor = signed_in_user(request)
        context = {"subject": issue.subject, "body": issue.body, "body_html": issue.body_html}
        send_mail_later("newsletter_issue", editor.email, context)
        messages.success(request, _("The issue is on its way to %(email)s.") % {"email": editor.email})
        return redirect("newsletter:preview", pk)


class SendIssueView(EditorView, DetailView):
    """Ask once more, then send."""

    model = Issue
    template_name = "newsletter/send.html"

    def get_context_data(self, **kwargs):
        """Say how many will receive it."""
        subscribers = Subscriber.objects.confirmed().count()
        question = ngettext(
            "It goes to %(count)s subscriber and cannot be called back.",
            "It goes to %(count)s subscribers and cannot be called back.",
            subscribers,
        ) % {"count": subscribers}
        back = reverse("newsletter:preview", args=[self.object.pk])
        return super().get_context_data(question=question, form=Form(), cancel=back, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send and show the progress."""
        try:
            services.send_issue(get_object_or_404(Issue, pk=pk), by=signed_in_user(request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The issue is being sent."))
        return redirect("newsletter:preview", pk)


class DeleteIssueView(EditorView, DeleteView):
    """Throw a draft away, after a question."""

    queryset = Issue.objects.filter(status=Issue.Status.DRAFT)
    template_name = "components/confirm.html"

    def get_context_data(self, **kwargs):
        """Ask in words."""
        words = {"title": _("Delete this draft?"), "submit": _("Delete")}
        question = _("“%(subject)s” will be gone for ever.") % {"subject": self.object.subject}
        back = reverse("newsletter:preview", args=[self.object.pk])
        return super().get_context_data(question=question, cancel=back, **words, **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        """Delete through the service and go back to the list."""
        try:
            services.delete_issue(self.object, by=signed_in_user(self.request))
        except DomainError as error:
            messages.error(self.request, str(error))
        return redirect("newsletter:manage")
