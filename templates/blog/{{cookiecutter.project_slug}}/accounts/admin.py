"""Users in the administration: every change goes through the services, permissions through the policy."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.deletion import delete_account
from accounts.models import User
from accounts.policy import can_create_account, can_manage_account, can_see_accounts
from accounts.requests import signed_in_user
from accounts.roles import Role
from accounts.services import (
    activate_account,
    change_roles,
    create_account,
    deactivate_account,
    update_profile,
)
from core.admin import SeenByPolicy
from core.errors import DomainError


class UserAdminForm(forms.ModelForm):
    """A user as an administrator sees one: passwords and addresses are changed by their owners only."""

    roles = forms.MultipleChoiceField(
        label=_("roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = User
        fields = ["email", "name", "handle"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["roles"] = sorted(self.instance.roles)
        else:
            self.fields["name"].required = True

    def clean_email(self) -> str:
        """Compare addresses as they are stored."""
        return User.objects.normalize_email(self.cleaned_data["email"])


class RoleFilter(admin.SimpleListFilter):
    """Users by role."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return Role.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        return queryset.with_role(self.value()) if self.value() else queryset  # type: ignore[attr-defined]


@admin.register(User)
class UserAdmin(SeenByPolicy, admin.ModelAdmin):
    """The list of accounts, for administrators."""

    may_see = staticmethod(can_see_accounts)
    form = UserAdminForm
    list_display = ["email", "name", "role_names", "is_active", "date_joined", "last_login"]
    list_filter = [RoleFilter, "is_active", "date_joined"]
    search_fields = ["email", "name", "handle"]
    ordering = ["-date_joined"]
    list_per_page = 50
    # Most users have no public page: they have published nothing.
    view_on_site = False
    actions = ["activate", "deactivate", "delete_accounts"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Refuse to filter by passwords: "does it begin with …?", asked often enough, tells the hash."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        """The labels of the roles."""
        return ", ".join(str(label) for role, label in Role.choices if role in user.roles)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return ["email", "name", "roles"]
        return ["email", "name", "handle", "roles", "is_active", "date_joined", "last_login"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return ["email", "is_active", "date_joined", "last_login"] if obj else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can_create_account(request.user)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return can_manage_account(request.user, obj) if obj else can_see_accounts(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        # Rows stay; the action "delete_accounts" erases the person.
        return False

    def save_form(self, request: HttpRequest, form: UserAdminForm, change: bool) -> User:
        """Save through the services; the form is asked for its values only."""
        by, data = signed_in_user(request), form.cleaned_data
        if not change:
            return create_account(email=data["email"], name=data["name"], roles=data["roles"], by=by)
        user = User.objects.get(pk=form.instance.pk)
        return update_profile(user, by=by, name=data["name"], handle=data["handle"])

    def save_model(self, request: HttpRequest, obj: User, form: UserAdminForm, change: bool) -> None:
        """Change the roles; a refusal leaves them and says why."""
        form.save_m2m = lambda: None  # type: ignore[method-assign]
        try:
            change_roles(obj, form.cleaned_data["roles"], by=signed_in_user(request))
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)

    @admin.action(description=_("Let the selected users in again"))
    def activate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._apply(request, queryset, activate_account)

    @admin.action(description=_("Lock the selected users out"))
    def deactivate(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._apply(request, queryset, deactivate_account)

    @admin.action(description=_("Delete the selected accounts, keep what they published"))
    def delete_accounts(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Ask first, then erase."""
        if "confirmed" in request.POST:
            self._apply(request, queryset, delete_account)
            return None
        context = self.admin_site.each_context(request) | {
            "title": _("Delete accounts"),
            "users": queryset,
            "opts": self.opts,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return render(request, "admin/accounts/delete_accounts.html", context)

    def _apply(self, request: HttpRequest, queryset: QuerySet[User], service: Any) -> None:
        done = 0
        for user in queryset:
            if not can_manage_account(request.user, user):
                self.message_user(request, _("You may not do this to %s.") % user, messages.ERROR)
                continue
            try:
                service(user, by=signed_in_user(request))
                done += 1
            except DomainError as error:
                self.message_user(request, f"{user}: {error}", messages.ERROR)
        if done:
            self.message_user(
                request, ngettext("%d account is changed.", "%d accounts are changed.", done) % done
            )
