"""Pages for readers: subscribe, confirm, leave, and the issues that were sent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django.views.generic import DetailView, ListView

from core.errors import DomainError
from core.ratelimit import rate_limit
from newsletter import services
from newsletter.forms import SubscribeForm
from newsletter.models import Issue


@rate_limit("newsletter", "5/m")
@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """Take an address and say the same whatever became of it."""
    form = SubscribeForm(request.POST or None, initial={"email": getattr(request.user, "email", "")})
    if request.method == "POST" and form.is_valid():
        if not form.is_robot:
            services.subscribe(form.cleaned_data["email"])
        return render(request, "newsletter/check_mail.html", {"email": form.cleaned_data["email"]})
    return render(request, "newsletter/subscribe.html", {"form": form})


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for one more click: programs that open every link of a mail must not subscribe anybody."""
    if request.method == "GET":
        return render(request, "newsletter/confirm.html")
    try:
        services.confirm_subscription(token)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("newsletter:subscribe")
    messages.success(request, _("Welcome! You will receive the next issue."))
    return redirect("newsletter:archive")


@csrf_exempt  # RFC 8058: the mail program posts without a cookie; the signed token is the proof.
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then take the address off the list."""
    if request.method == "GET":
        return render(request, "newsletter/unsubscribe.html")
    try:
        services.unsubscribe(token)
    except DomainError as error:
        return render(request, "newsletter/left.html", {"error": str(error)}, status=400)
    return render(request, "newsletter/left.html")


class ArchiveView(ListView):
    """The issues that were sent."""

    queryset = Issue.objects.filter(status=Issue.Status.SENT).only("subject", "sent_at")
    template_name = "newsletter/archive.html"
    paginate_by = 20


class IssueView(DetailView):
    """One issue as a page."""

    queryset = Issue.objects.filter(status__in=[Issue.Status.SENT, Issue.Status.SENDING])
    template_name = "newsletter/issue.html"
