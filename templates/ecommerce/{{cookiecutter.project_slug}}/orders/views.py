"""A customer's orders: of an account, or of a guest by the signed link."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django.views.generic import TemplateView

from core.errors import DomainError
from core.pagination import KeysetPaginator
from orders import services
from orders.links import order_id_in, order_path
from orders.models import Order
from orders.papers import documents_of, find_document, paper_pdf
from orders.policy import can_cancel_order
from payments.decorators import leads_to_payment

PER_PAGE = 20


class OrderListView(LoginRequiredMixin, TemplateView):
    """The orders of the account, newest first; a deep page costs what the first one does."""

    template_name = "orders/order_list.html"

    def get_context_data(self, **kwargs):
        """Add the page that the cursor names."""
        orders = Order.objects.of(self.request.user)
        paginator = KeysetPaginator(orders, fields=("-created_at", "-id"), per_page=PER_PAGE)
        return super().get_context_data(page=paginator.page(self.request.GET.get("cursor")), **kwargs)


@require_GET
@never_cache
@login_required
@leads_to_payment
def detail(request: HttpRequest, pk) -> HttpResponse:
    """Show an order to its owner; to others it does not exist."""
    return _show(request, get_object_or_404(Order.objects.of(request.user), pk=pk))


@require_GET
@never_cache
@leads_to_payment
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """Show an order to whoever has the link from the mail."""
    return _show(request, _guest_order(token), token=token)


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def cancel(request: HttpRequest, pk) -> HttpResponse:
    """Ask, then call an unpaid order off."""
    order = get_object_or_404(Order.objects.of(request.user), pk=pk)
    if not can_cancel_order(request.user, order):
        raise Http404
    if request.method == "GET":
        return render(request, "orders/cancel.html", {"order": order})
    try:
        services.cancel_order(order, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The order is cancelled."))
    return redirect(order_path(order))


@require_GET
@never_cache
@login_required
def document(request: HttpRequest, pk: UUID, number: str) -> HttpResponse:
    """Send an invoice or credit note to the owner of the order."""
    return send_document(get_object_or_404(Order.objects.of(request.user), pk=pk), number)


@require_GET
@never_cache
def guest_document(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Send an invoice or credit note to whoever has the link from the mail."""
    return send_document(_guest_order(token), number)


def send_document(order: Order, number: str) -> HttpResponse:
    """Answer with a document of the order as a PDF file; Http404 if it has none of that number."""
    found = find_document(order, number)
    if found is None:
        raise Http404
    headers = {"Content-Disposition": content_disposition_header(True, f"{found.number}.pdf")}
    return HttpResponse(paper_pdf(found), content_type="application/pdf", headers=headers)


def _guest_order(token: str) -> Order:
    try:
        return Order.objects.get(pk=order_id_in(token))
    except (DomainError, Order.DoesNotExist) as error:
        raise Http404 from error


def _show(request: HttpRequest, order: Order, *, token: str = "") -> HttpResponse:
    context = {
        "order": order,
        "lines": order.lines.all(),
        "addresses": order.addresses.order_by("-kind"),
        "events": order.events.all(),
        "can_cancel": can_cancel_order(request.user, order),
        "documents": documents_of(order),
        "token": token,
    }
    return render(request, "orders/order_detail.html", context)
