"""The warehouse in the administration: goods are received and counted by services, not by typing a number."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.requests import signed_in_user
from core.admin import ReadOnlyAdmin
from core.errors import DomainError
from inventory import services
from inventory.forms import CountForm, ReceiveForm, WarningForm
from inventory.models import Movement, Reservation, Stock
from inventory.policy import can_move_stock, can_view_stock

# What is done -> the form, and the service that does it.
STEPS: dict[str, tuple[type[forms.Form], Callable[..., Any]]] = {
    "receive": (ReceiveForm, services.receive),
    "correct": (CountForm, services.correct),
    "warn": (WarningForm, services.set_warning),
}


class SeenByStaff:
    """Lets in who may see the stock, for pages that change nothing by themselves."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the policy instead of Django's permissions."""
        return can_view_stock(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the app to the same users."""
        return can_view_stock(request.user)


class LowFilter(admin.SimpleListFilter):
    """What is nearly gone, and what is gone."""

    title = _("left")
    parameter_name = "left"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer both."""
        return [("low", _("nearly gone")), ("none", _("gone"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Stock]) -> QuerySet[Stock]:
        """Keep the chosen ones."""
        if self.value() == "low":
            return queryset.low()
        return queryset.filter(on_hand=F("reserved")) if self.value() == "none" else queryset


@admin.register(Stock)
class StockAdmin(SeenByStaff, ReadOnlyAdmin):
    """What lies on the shelf, and the two ways in which that changes here."""

    list_display = ("article_number", "variant", "on_hand", "reserved", "left", "low_from")
    list_display_links = ("article_number", "variant")
    list_filter = (LowFilter,)
    search_fields = ("variant__sku", "variant__product__name")
    list_select_related = ("variant__product",)
    list_per_page = 50
    show_full_result_count = False
    ordering = ("pk",)
    change_form_template = "admin/inventory/stock/change_form.html"
    fields = ("variant", ("on_hand", "reserved", "left"), ("low_from", "alerted_at"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stock]:
        """Fetch the names of the articles too."""
        return super().get_queryset(request).select_related("variant__product")

    def get_urls(self) -> list[URLPattern]:
        """Add what one can do with a stock."""
        view = self.admin_site.admin_view(self.step)
        return [path("<int:pk>/step/<slug:step>/", view, name="inventory_stock_step"), *super().get_urls()]

    @admin.display(description=_("article number"), ordering="variant__sku")
    def article_number(self, stock: Stock) -> str:
        """Show the number of the article."""
        return stock.variant.sku

    @admin.display(description=_("left"))
    def left(self, stock: Stock) -> int:
        """Show how many can be sold."""
        return stock.available

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the forms to those who may use them, and the last movements."""
        stock = self.get_object(request, object_id)
        context: dict[str, Any] = {"steps": [], "movements": []}
        if stock and can_move_stock(request.user):
            initial = {"on_hand": stock.on_hand, "low_from": stock.low_from}
            context["steps"] = [
                (step, form(initial=initial, prefix=step)) for step, (form, _service) in STEPS.items()
            ]
        if stock:
            context["movements"] = stock.variant.movements.select_related("by")[:20]
        return super().change_view(request, object_id, form_url, (extra_context or {}) | context)

    def step(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """Receive, correct, or change the warning."""
        if not can_move_stock(request.user) or step not in STEPS:
            raise PermissionDenied
        stock = get_object_or_404(Stock.objects.select_related("variant__product"), pk=pk)
        form_class, service = STEPS[step]
        form = form_class(request.POST, prefix=step)
        if request.method == "POST" and form.is_valid():
            try:
                service(stock.variant, by=signed_in_user(request), **form.cleaned_data)
            except DomainError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, _("The stock is noted."), messages.SUCCESS)
        else:
            sentences = [error for errors in form.errors.values() for error in errors]
            self.message_user(request, " ".join(sentences), messages.ERROR)
        return redirect("admin:inventory_stock_change", pk)


@admin.register(Movement)
class MovementAdmin(SeenByStaff, ReadOnlyAdmin):
    """The ledger: each piece that came or went. Nobody writes it here."""

    list_display = ("created_at", "variant", "quantity", "reason", "note", "by")
    list_filter = ("reason",)
    search_fields = ("=variant__sku", "note")
    list_select_related = ("variant__product", "by")
    list_per_page = 50
    show_full_result_count = False


@admin.register(Reservation)
class ReservationAdmin(SeenByStaff, ReadOnlyAdmin):
    """What is promised to whom until when."""

    list_display = ("variant", "quantity", "state", "expires_at", "order_id")
    list_filter = ("state",)
    search_fields = ("=variant__sku",)
    list_select_related = ("variant__product",)
    list_per_page = 50
    show_full_result_count = False
