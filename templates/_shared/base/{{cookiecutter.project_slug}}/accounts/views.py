"""The pages of one's own account; e-mail, password, second factor and sessions are allauth's."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from accounts.deletion import delete_account
from accounts.export import export_account
from accounts.forms import DeleteAccountForm, ProfileForm
from accounts.models import User
from accounts.policy import can_export_account
from accounts.requests import signed_in_user
from accounts.roles import Role
from accounts.services import update_profile
from core.errors import DomainError
from core.export import stream_zip
from core.preferences import save_preferences


class OverviewView(LoginRequiredMixin, TemplateView):
    """The account at a glance, and the way to everything one may change."""

    template_name = "accounts/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = signed_in_user(self.request)
        facts = {
            "roles": [label for role, label in Role.choices if role in user.roles],
            "has_second_factor": is_mfa_enabled(user),
        }
        return super().get_context_data(**kwargs) | facts


class ProfileView(LoginRequiredMixin, FormView):
    """What others see, and how the site speaks to its owner."""

    template_name = "accounts/profile.html"
    form_class = ProfileForm
    success_url = reverse_lazy("accounts:profile")

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: an invalid form must not change the name that the header shows.
        return super().get_form_kwargs() | {"instance": User.objects.get(pk=self.request.user.pk)}

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        changes = form.changes()
        user = update_profile(
            User.objects.get(pk=self.request.user.pk), by=signed_in_user(self.request), **changes
        )
        response = redirect(self.get_success_url())
        save_preferences(self.request, response, user.language, user.time_zone)
        with translation.override(user.language):
            messages.success(self.request, _("Your profile is saved."))
        return response


@never_cache
@login_required
@reauthentication_required
def export_view(request: HttpRequest) -> HttpResponseBase:
    """Say what is in the archive; a POST sends it while it is written."""
    if request.method != "POST":
        return render(request, "accounts/export.html")
    user = signed_in_user(request)
    if not can_export_account(user, user):
        raise PermissionDenied
    return stream_zip(export_account(user), f"account-{timezone.localdate()}.zip")


@never_cache
@login_required
@reauthentication_required
def delete_view(request: HttpRequest) -> HttpResponse:
    """Ask for the address, then delete the account and sign out."""
    user = signed_in_user(request)
    form = DeleteAccountForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            delete_account(user, by=user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            messages.success(request, _("Your account is deleted. Thank you for having been here."))
            return redirect("/")
    return render(request, "accounts/delete.html", {"form": form})
