"""The checkout: who and where to, how it is sent, a last look, and the order. Works without JavaScript."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.requests import signed_in_user
from cart.current import current_cart, submitted_cart
from cart.models import Cart
from cart.pages import CartPage, load_page
from checkout.forms import AgreementForm, DetailsForms, ShippingForm
from checkout.state import Entries
from core.errors import DomainError
from core.ratelimit import rate_limit
from customers.countries import current_country
from customers.services import keep_address
from orders.links import order_path
from orders.models import Order
from orders.placing import find_order, place_order
from orders.states import State
from payments.decorators import leads_to_payment
from payments.sessions import start_payment
from pricing.errors import NotDelivered
from pricing.models import ShippingMethod
from pricing.shipping import ShippingChoice, choices_for


@require_http_methods(["GET", "POST"])
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Ask who buys, where to, and who gets the bill."""
    cart = current_cart(request)
    page = load_page(cart, country=current_country(request))
    if not page.can_be_ordered:
        return redirect("cart:detail")
    entries = Entries(request)
    forms = DetailsForms(request, entries)
    if request.method == "POST" and forms.is_valid():
        forms.write_to(entries)
        if forms.new_address:
            _keep(request, forms.new_address)
        return redirect("checkout:shipping")
    return render(request, "checkout/details.html", {"forms": forms, "page": page})


@require_http_methods(["GET", "POST"])
@never_cache
def shipping(request: HttpRequest) -> HttpResponse:
    """Ask how it shall be sent."""
    cart, entries = current_cart(request), Entries(request)
    if not entries.has_addresses:
        return redirect("checkout:start")
    page = load_page(cart, country=entries.country)
    if not page.can_be_ordered:
        return redirect("cart:detail")
    choices = _choices(page, entries)
    if not choices:
        messages.error(request, str(NotDelivered()))
        return redirect("checkout:start")
    initial = {"method": entries.method_id or choices[0].method.pk}
    form = ShippingForm(request.POST or None, choices=choices, currency=page.cart.currency, initial=initial)
    if request.method == "POST" and form.is_valid():
        entries.method_id = int(form.cleaned_data["method"])
        entries.save()
        return redirect("checkout:review")
    return render(request, "checkout/shipping.html", {"form": form, "page": page, "entries": entries})


@require_GET
@never_cache
@leads_to_payment
def review(request: HttpRequest) -> HttpResponse:
    """Show all of it once more, priced anew."""
    cart, entries = current_cart(request), Entries(request)
    if not entries.has_addresses:
        return redirect("checkout:start")
    method = _method(cart, entries)
    if method is None:
        return redirect("checkout:shipping")
    page = load_page(cart, country=entries.country, method=method)
    if not page.can_be_ordered:
        return redirect("cart:detail")
    form = AgreementForm(initial={"cart": page.cart.token, "total": page.priced.quote.total})
    context = {"form": form, "page": page, "entries": entries, "method": method}
    return render(request, "checkout/review.html", context)


@require_POST
@never_cache
@rate_limit("checkout", "20/m")
def place(request: HttpRequest) -> HttpResponse:
    """Make the order and lead to its payment; the same cart again leads to the same order."""
    form = AgreementForm(request.POST)
    cart = submitted_cart(request, form.cleaned_data["cart"]) if form.is_valid() else None
    if cart is None:
        return redirect("cart:detail")
    order = find_order(cart, _user(request))
    if order is None:
        entries = Entries(request)
        method = _method(cart, entries) if entries.has_addresses else None
        if method is None:
            return redirect("checkout:start")
        try:
            checkout = entries.checkout(_user(request), method)
            order = place_order(cart, checkout, expected_total=form.cleaned_data["total"])
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("checkout:review")
        entries.forget()
    return _pay(request, order)


def _pay(request: HttpRequest, order: Order) -> HttpResponse:
    """Lead to the page of payment. The order stands whatever the gateway says, so it can be tried again."""
    if order.state != State.AWAITING_PAYMENT:
        return redirect(order_path(order))
    try:
        return redirect(start_payment(order, site_url=f"{request.scheme}://{request.get_host()}"))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(order_path(order))


def _choices(page: CartPage, entries: Entries) -> list[ShippingChoice]:
    return choices_for(
        entries.country,
        page.cart.currency,
        weight_grams=page.priced.weight_grams,
        subtotal=page.priced.quote.subtotal,
    )


def _method(cart: Cart | None, entries: Entries) -> ShippingMethod | None:
    """Return the chosen method if it is still to be had for this cart, which may have changed since."""
    page = load_page(cart, country=entries.country)
    if page.priced is None:
        return None
    methods = {choice.method.pk: choice.method for choice in _choices(page, entries)}
    return methods.get(entries.method_id)


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _keep(request: HttpRequest, address: dict[str, str]) -> None:
    try:
        keep_address(address, by=signed_in_user(request))
    except DomainError as error:
        messages.warning(request, str(error))
