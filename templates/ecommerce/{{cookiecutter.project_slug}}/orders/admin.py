"""Orders in the administration: to find, to look at, and to take the next step through the services."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.requests import signed_in_user
from core.admin import ReadOnlyAdmin, ReadOnlyInline
from core.errors import DomainError
from orders import services
from orders.forms import StepForm
from orders.models import Order, OrderAddress, OrderEvent, OrderLine
from orders.paging import CappedPaginator
from orders.papers import documents_of
from orders.policy import can_send_orders, can_support_orders, can_view_orders
from orders.views import send_document
from pricing.money import format_money

# The step -> who may take it, and the service that takes it.
STEPS: dict[str, tuple[Callable[..., bool], Callable[..., Order]]] = {
    "pack": (can_send_orders, services.pack_order),
    "ship": (can_send_orders, services.ship_order),
    "deliver": (can_send_orders, services.deliver_order),
    "cancel": (can_support_orders, services.cancel_order),
}


class SeenByStaff:
    """Lets in who may see orders, for pages that change nothing by themselves."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the policy instead of Django's permissions."""
        return can_view_orders(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the app to the same users."""
        return can_view_orders(request.user)


class LineInline(SeenByStaff, ReadOnlyInline):
    """What was bought."""

    model = OrderLine
    fields = readonly_fields = ("sku", "name", "quantity", "price", "sum")

    @admin.display(description=_("price of one"))
    def price(self, line: OrderLine) -> str:
        """Show what one cost."""
        return format_money(line.unit_price, line.order.currency)

    @admin.display(description=_("total"))
    def sum(self, line: OrderLine) -> str:
        """Show what was paid for the line."""
        return format_money(line.total, line.order.currency)


class AddressInline(SeenByStaff, ReadOnlyInline):
    """Where it goes, and who pays."""

    model = OrderAddress
    fields = readonly_fields = (
        "kind",
        "name",
        "company",
        "street",
        "extra",
        "postcode",
        "city",
        "region",
        "country",
        "phone",
    )


class EventInline(SeenByStaff, ReadOnlyInline):
    """What happened, when, and by whom."""

    model = OrderEvent
    fields = readonly_fields = ("created_at", "from_state", "to_state", "note", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderEvent]:
        """Fetch who did it too."""
        return super().get_queryset(request).select_related("by")


class ToSendFilter(admin.SimpleListFilter):
    """The queue of the warehouse."""

    title = _("to do")
    parameter_name = "to_do"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer the queue."""
        return [("send", _("to be sent"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        """Keep what waits."""
        return queryset.to_send() if self.value() else queryset


@admin.register(Order)
class OrderAdmin(SeenByStaff, ReadOnlyAdmin):
    """All orders, the newest first; a filter shows those that wait to be sent."""

    list_display = ("number", "state", "email", "amount", "created_at", "paid_at")
    list_filter = (ToSendFilter, "state")
    search_fields = ("number", "email")
    search_help_text = _("The whole number, or the whole e-mail address")
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    actions = ("pack", "ship", "deliver", "cancel")
    inlines = (LineInline, AddressInline, EventInline)
    change_form_template = "admin/orders/order/change_form.html"
    fields = (
        ("number", "state"),
        ("email", "language"),
        ("created_at", "paid_at", "expires_at"),
        ("goods", "taken_off", "sending", "taxes"),
        ("amount", "given_back"),
        ("shipping_method", "coupon_code"),
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the steps and the papers."""
        own = [
            path("<uuid:pk>/step/", self.admin_site.admin_view(self.step), name="orders_order_step"),
            path(
                "<uuid:pk>/documents/<str:number>/",
                self.admin_site.admin_view(self.document),
                name="orders_order_document",
            ),
        ]
        return own + super().get_urls()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Order], search_term: str
    ) -> tuple[QuerySet[Order], bool]:
        """Compare whole values: those are in an index, and half an address is nobody's business."""
        term = search_term.strip()
        if not term:
            return queryset, False
        found = {"email": term.lower()} if "@" in term else {"number": term.upper()}
        return queryset.filter(**found), False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the steps that this user may take, and the papers."""
        order = self.get_object(request, object_id)
        context = {
            "steps": [name for name, (is_allowed, _step) in STEPS.items() if is_allowed(request.user)],
            "documents": documents_of(order) if order else [],
        }
        return super().change_view(request, object_id, form_url, (extra_context or {}) | context)

    def step(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Take one step of one order, with a note such as the number of the parcel."""
        form = StepForm(request.POST)
        if request.method == "POST" and form.is_valid():
            self._take(request, Order.objects.filter(pk=pk), **form.cleaned_data)
        return redirect("admin:orders_order_change", pk)

    def document(self, request: HttpRequest, pk: UUID, number: str) -> HttpResponse:
        """Send an invoice or credit note."""
        if not can_view_orders(request.user):
            raise PermissionDenied
        return send_document(get_object_or_404(Order, pk=pk), number)

    @admin.display(description=_("total"))
    def amount(self, order: Order) -> str:
        """Show it as money."""
        return format_money(order.total, order.currency)

    @admin.display(description=_("goods"))
    def goods(self, order: Order) -> str:
        """Show it as money."""
        return format_money(order.subtotal, order.currency)

    @admin.display(description=_("discount"))
    def taken_off(self, order: Order) -> str:
        """Show it as money."""
        return format_money(order.discount, order.currency)

    @admin.display(description=_("shipping"))
    def sending(self, order: Order) -> str:
        """Show it as money."""
        return format_money(order.shipping, order.currency)

    @admin.display(description=_("tax"))
    def taxes(self, order: Order) -> str:
        """Show it as money."""
        return format_money(order.tax, order.currency)

    @admin.display(description=_("refunded"))
    def given_back(self, order: Order) -> str:
        """Show it as money."""
        return format_money(order.refunded, order.currency)

    @admin.action(description=_("Packed"), permissions=["send"])
    def pack(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Note that the parcels are ready."""
        self._take(request, queryset, "pack")

    @admin.action(description=_("Shipped"), permissions=["send"])
    def ship(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Note that the parcels left."""
        self._take(request, queryset, "ship")

    @admin.action(description=_("Delivered"), permissions=["send"])
    def deliver(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Note that the parcels arrived."""
        self._take(request, queryset, "deliver")

    @admin.action(description=_("Cancel, if not paid"), permissions=["support"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        """Call unpaid orders off."""
        self._take(request, queryset, "cancel")

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Offer the steps of the warehouse to those who may take them."""
        return can_send_orders(request.user)

    def has_support_permission(self, request: HttpRequest) -> bool:
        """Offer what support does to those who may do it."""
        return can_support_orders(request.user)

    def _take(self, request: HttpRequest, orders: QuerySet[Order], step: str, note: str = "") -> None:
        is_allowed, service = STEPS[step]
        if not is_allowed(request.user):
            raise PermissionDenied
        columns = {"note": note} if note else {}
        done = 0
        for order in orders:
            try:
                service(order, by=signed_in_user(request), **columns)
            except DomainError as error:
                self.message_user(request, f"{order.number}: {error}", messages.WARNING)
            else:
                done += 1
        text = ngettext("%(n)d order was moved on.", "%(n)d orders were moved on.", done) % {"n": done}
        self.message_user(request, text, messages.SUCCESS if done else messages.INFO)
