"""Payments, refunds and events in the administration: to read, and to give money back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.admin import ReadOnlyAdmin, ReadOnlyInline
from core.errors import DomainError
from payments.forms import RefundForm
from payments.models import GatewayEvent, Payment, Refund
from payments.policy import can_refund, can_refund_payment, can_view_payments
from payments.refunds import request_refund
from pricing.money import format_money


class SeenBySupport:
    """Asks the policy instead of Django's permissions."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let support look."""
        return can_view_payments(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the app to the same users."""
        return can_view_payments(request.user)


class RefundInline(SeenBySupport, ReadOnlyInline):
    """What was given back."""

    model = Refund
    fields = readonly_fields = ("amount", "state", "reason", "restock", "by", "gateway_id", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Refund]:
        """Fetch who did it too."""
        return super().get_queryset(request).select_related("by", "payment__order")


@admin.register(Payment)
class PaymentAdmin(SeenBySupport, ReadOnlyAdmin):
    """All payments, the newest first."""

    list_display = ("order", "attempt", "money", "state", "given_back", "created_at", "disputed_at")
    list_filter = ("state", "created_at")
    search_fields = ("=order__number", "=session_id", "=intent_id")
    search_help_text = _("Number of the order, or id at the gateway")
    list_select_related = ("order",)
    list_per_page = 50
    show_full_result_count = False
    inlines = (RefundInline,)
    fields = (
        "order", "attempt", "state", "money", "given_back", "refund_link", "session_id", "intent_id",
        "disputed_at", "created_at", "updated_at",
    )  # fmt: skip
    readonly_fields = fields

    def get_urls(self) -> list[Any]:
        """Add the page on which money is given back."""
        view = self.admin_site.admin_view(self.refund_view)
        return [path("<uuid:pk>/refund/", view, name="payments_payment_refund"), *super().get_urls()]

    @admin.display(description=_("amount"), ordering="amount")
    def money(self, payment: Payment) -> str:
        """Write the amount with its currency."""
        return format_money(payment.amount, payment.currency)

    @admin.display(description=_("given back"), ordering="refunded")
    def given_back(self, payment: Payment) -> str:
        """Write what was given back."""
        return format_money(payment.refunded, payment.currency)

    @admin.display(description=_("refund"))
    def refund_link(self, payment: Payment) -> str:
        """Lead to the form while something is left."""
        if not payment.refundable:
            return "-"
        address = reverse("admin:payments_payment_refund", args=[payment.pk])
        return format_html('<a href="{}">{}</a>', address, _("Give money back"))

    def refund_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        """Ask for amount and reason, then give the money back."""
        if not can_refund(request.user):
            raise PermissionDenied
        payment = get_object_or_404(Payment.objects.select_related("order"), pk=pk)
        back = reverse("admin:payments_payment_change", args=[payment.pk])
        if not can_refund_payment(request.user, payment):
            messages.error(request, _("Nothing is left to give back."))
            return redirect(back)
        form = RefundForm(request.POST or None, payment=payment)
        if request.method == "POST" and form.is_valid() and self._refund(request, payment, form):
            return redirect(back)
        context = self.admin_site.each_context(request) | {
            "title": _("Give money back"), "form": form, "payment": payment, "opts": self.opts, "back": back,
        }  # fmt: skip
        return render(request, "admin/payments/refund.html", context)

    def _refund(self, request: HttpRequest, payment: Payment, form: RefundForm) -> bool:
        values = form.cleaned_data
        try:
            request_refund(
                payment, values["amount"], by=request.user, reason=values["reason"], restock=values["restock"]
            )
        except DomainError as error:
            form.add_error("amount", str(error))
            return False
        messages.success(request, _("The money is on its way back."))
        return True


@admin.register(GatewayEvent)
class GatewayEventAdmin(SeenBySupport, ReadOnlyAdmin):
    """What the gateway has told us, and what we made of it."""

    list_display = ("event_id", "kind", "outcome", "received_at")
    list_filter = ("kind", "received_at")
    search_fields = ("=event_id",)
    show_full_result_count = False
