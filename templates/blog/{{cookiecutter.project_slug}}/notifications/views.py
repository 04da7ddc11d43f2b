"""A user's notifications, and the choice of e-mails."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.requests import signed_in_user
from core.decorators import read_or_write
from core.pagination import KeysetPaginator
from core.tokens import BadTokenError, unsign
from notifications import services
from notifications.delivery import UNSUBSCRIBE
from notifications.forms import MailPreferencesForm
from notifications.kinds import Kind
from notifications.models import Notification

PER_PAGE = 30
UNSUBSCRIBE_MAX_AGE_SECONDS = 365 * 24 * 60 * 60


@require_GET
@login_required
def notification_list(request: HttpRequest) -> HttpResponse:
    """Show the newest notifications of the user; looking at them changes nothing."""
    rows = Notification.objects.of(signed_in_user(request)).select_related("actor")
    page = KeysetPaginator(rows, fields=("-pk",), per_page=PER_PAGE).page(request.GET.get("cursor"))
    return render(request, "notifications/notification_list.html", {"page": page})


@require_POST
@login_required
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    services.mark_read(signed_in_user(request))
    return redirect("notifications:list")


@require_POST
@login_required
def mark_one_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notification as read and go to what it is about; another user's is a 404."""
    notification = Notification.objects.of(signed_in_user(request)).filter(pk=pk).first()
    if notification is None:
        raise Http404
    services.mark_read(signed_in_user(request), pk)
    return redirect(notification.url)


@read_or_write
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose which kinds come by e-mail."""
    user = signed_in_user(request)
    form = MailPreferencesForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.choose_mails(user, form.cleaned_data["kinds"])
        messages.success(request, _("Your choice is saved."))
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form})


# Mail programs post here without a cookie or a CSRF token; the signed address proves the right.
@csrf_exempt
@never_cache
@read_or_write
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, since mail scanners follow links; stop the mails of one kind on POST."""
    try:
        user_id, kind = unsign(token, UNSUBSCRIBE, UNSUBSCRIBE_MAX_AGE_SECONDS)
    except BadTokenError as error:
        raise Http404(str(error)) from error
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or kind not in Kind.values:
        raise Http404
    if request.method == "POST":
        services.mute(user, kind)
    context = {"kind": Kind(kind).label, "is_done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
