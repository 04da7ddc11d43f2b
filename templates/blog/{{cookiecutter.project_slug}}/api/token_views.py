"""The page of one's own token."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from rest_framework.authtoken.models import Token

from accounts.requests import signed_in_user
from api.services import make_token, revoke_token


@never_cache
@login_required
@reauthentication_required
def token_view(request: HttpRequest) -> HttpResponse:
    """Say whether there is a token; a POST revokes it, or makes a new one and shows it once."""
    user = signed_in_user(request)
    if "revoke" in request.POST:
        revoke_token(user, by=user)
        messages.success(request, _("Your token is revoked."))
        return redirect("api:token")
    # Shown by this very answer: a redirect would have to store it somewhere.
    secret = make_token(user, by=user) if request.method == "POST" else ""
    token = Token.objects.filter(user=user).first()
    return render(request, "api/token.html", {"token": token, "secret": secret})
