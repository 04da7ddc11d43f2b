"""The administration: open to staff with a second factor only, and base classes for its pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core.error_pages import bad_request


class SecureAdminSite(admin.AdminSite):
    """Sends visitors to the login of the site, and staff without a second factor to set one up.

    The setting ADMIN_REQUIRES_MFA = False lifts the second rule, for a laptop.
    """

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Use the one login of the site, which has rate limits and asks for the second factor."""
        if request.user.is_authenticated and not self.has_permission(request):
            messages.error(request, _("Your account may not enter the administration."))
            return redirect(settings.LOGIN_REDIRECT_URL)
        query = urlencode({"next": request.GET.get("next") or reverse("admin:index", current_app=self.name)})
        return redirect(f"{reverse('account_login')}?{query}")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Guard every page of the administration, also those that apps add."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            # Filters of Django's admin hand this sign on to PostgreSQL, which has no text with it.
            if "\x00" in unquote(request.get_full_path()):
                return bad_request(request)
            if self.has_permission(request) and _lacks_second_factor(request.user):
                messages.warning(request, _("The administration needs a second factor. Please set one up."))
                return redirect("mfa_activate_totp")
            return guarded(request, *args, **kwargs)

        return wrapper


class SeenByPolicy:
    """Mixed into a page of the administration: a policy says who sees it, not Django's permissions."""

    may_see: Callable[[Any], bool]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return type(self).may_see(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return type(self).may_see(request.user)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows rows that only our own code may write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyInline(admin.TabularInline):
    """Shows rows of another table on the page of the row that they belong to."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _lacks_second_factor(user: Any) -> bool:
    # Recovery codes replace a factor that was lost, they are none.
    factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return settings.ADMIN_REQUIRES_MFA and not is_mfa_enabled(user, factors)
