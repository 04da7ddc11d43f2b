"""Pages for readers: subscribe, confirm, leave, and the issues that were sent."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core.conditional import conditional_page
from core.decorators import read_or_write
from core.errors import DomainError
from core.ratelimit import rate_limit, seconds_to_wait
from newsletter import services
from newsletter.forms import SubscribeForm
from newsletter.models import Issue

PER_PAGE = 20


@never_cache
@rate_limit("newsletter", "5/m")
@read_or_write
def subscribe(request: HttpRequest) -> HttpResponse:
    """Take an address and say the same whatever became of it."""
    form = SubscribeForm(request.POST or None, initial={"email": getattr(request.user, "email", "")})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        # Many visitors together must not fill the mailbox of somebody who never asked.
        if not form.is_robot and not seconds_to_wait("newsletter-address", "3/h", email):
            services.subscribe(email)
        return render(request, "newsletter/check_mail.html", {"email": form.cleaned_data["email"]})
    return render(request, "newsletter/subscribe.html", {"form": form})


@never_cache
@read_or_write
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for one more click: programs that open every link of a mail must not subscribe anybody."""
    if request.method != "POST":
        return render(request, "newsletter/confirm.html")
    try:
        services.confirm_subscription(token)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("newsletter:subscribe")
    messages.success(request, _("Welcome! You will receive the next issue."))
    return redirect("newsletter:archive")


@csrf_exempt  # RFC 8058: the mail program posts without a cookie; the signed token is the proof.
@never_cache
@read_or_write
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then take the address off the list."""
    if request.method != "POST":
        return render(request, "newsletter/unsubscribe.html")
    try:
        services.unsubscribe(token)
    except DomainError as error:
        return render(request, "newsletter/left.html", {"error": str(error)}, status=400)
    return render(request, "newsletter/left.html")


@require_safe
@conditional_page(["newsletter"])
def archive(request: HttpRequest) -> HttpResponse:
    """Show the issues that were sent."""
    sent = Issue.objects.filter(status=Issue.Status.SENT).only("subject", "sent_at")
    page = Paginator(sent, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "newsletter/archive.html", {"page": page})


@require_safe
@conditional_page(["newsletter"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one issue as a page, from the moment at which its first mail leads here."""
    public = Issue.objects.exclude(status=Issue.Status.DRAFT)
    return render(request, "newsletter/issue.html", {"issue": get_object_or_404(public, pk=pk)})
