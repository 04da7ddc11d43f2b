"""Taxes, shipping and promotions in the administration."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin
from pricing.forms import PromotionForm, ShippingMethodForm, ShippingZoneForm, TaxRateForm
from pricing.models import Promotion, PromotionUse, ShippingMethod, ShippingZone, TaxClass, TaxRate
from pricing.policy import can_manage_prices


class KeptByPricers:
    """Asks the policy instead of Django's permissions."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the app to those who may set prices."""
        return can_manage_prices(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let them look."""
        return can_manage_prices(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let them add."""
        return can_manage_prices(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let them change."""
        return can_manage_prices(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let them delete; orders keep their copies."""
        return can_manage_prices(request.user)


class TaxRateInline(KeptByPricers, admin.TabularInline):
    """The rate of the class in each country."""

    model = TaxRate
    form = TaxRateForm
    extra = 1


@admin.register(TaxClass)
class TaxClassAdmin(KeptByPricers, admin.ModelAdmin):
    """Classes with their rates. One that products are in cannot be deleted."""

    inlines = (TaxRateInline,)
    search_fields = ("name",)


class ShippingMethodInline(KeptByPricers, admin.StackedInline):
    """The ways of sending to the zone."""

    model = ShippingMethod
    form = ShippingMethodForm
    extra = 0


@admin.register(ShippingZone)
class ShippingZoneAdmin(KeptByPricers, admin.ModelAdmin):
    """Zones with their ways of sending."""

    form = ShippingZoneForm
    inlines = (ShippingMethodInline,)
    list_display = ("name", "codes")

    @admin.display(description="ISO 3166")
    def codes(self, zone: ShippingZone) -> str:
        """Show the countries."""
        return ", ".join(zone.countries)


@admin.register(Promotion)
class PromotionAdmin(KeptByPricers, admin.ModelAdmin):
    """Offers and coupons, with how often each was used."""

    form = PromotionForm
    list_display = ("name", "code", "kind", "used", "limit", "starts_at", "ends_at", "is_active")
    list_filter = ("is_active", "kind")
    search_fields = ("name", "code")
    readonly_fields = ("used",)


@admin.register(PromotionUse)
class PromotionUseAdmin(ReadOnlyAdmin):
    """Who used what how often: counted by orders, so nobody writes it here."""

    list_display = ("promotion", "email", "used", "limit")
    search_fields = ("=email", "promotion__code")
    list_select_related = ("promotion",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to those who set prices."""
        return can_manage_prices(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let them look."""
        return can_manage_prices(request.user)
