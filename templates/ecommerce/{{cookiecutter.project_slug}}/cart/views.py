"""The cart and what one does with it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cart import services
from cart.current import current_cart, remember_cart
from cart.forms import AddForm, CouponForm, QuantityForm
from cart.models import Cart, CartLine
from cart.origin import same_origin_required
from cart.pages import load_page
from catalog.models import Variant
from core.errors import DomainError
from core.ratelimit import rate_limit
from customers.countries import current_country


@require_GET
@never_cache
def detail(request: HttpRequest) -> HttpResponse:
    """Show the cart."""
    cart = current_cart(request)
    page = load_page(cart, country=current_country(request))
    context = {"page": page, "coupon_form": CouponForm(initial={"code": cart.coupon_code if cart else ""})}
    template = "cart/contents.html" if request.htmx else "cart/detail.html"
    return remember_cart(request, render(request, template, context), cart)


@same_origin_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put an article into the cart and show it; product pages are shared, so the origin is the proof."""
    form = AddForm(request.POST)
    if not form.is_valid():
        _report(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("cart:detail")
    variant = get_object_or_404(Variant.objects.select_related("product"), pk=form.cleaned_data["variant"])
    cart = current_cart(request, create=True)
    try:
        services.add_to_cart(cart, variant, form.cleaned_data["quantity"])
    except DomainError as error:
        _report(request, str(error))
    return remember_cart(request, redirect("cart:detail"), cart)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how many of a line, or take it out."""
    line = _own_line(request, pk)
    form = QuantityForm(request.POST)
    try:
        if form.is_valid():
            services.set_quantity(line, form.cleaned_data["quantity"])
        else:
            _report(request, " ".join(form.errors["quantity"]))
    except DomainError as error:
        _report(request, str(error))
    return redirect("cart:detail")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line out."""
    services.remove_line(_own_line(request, pk))
    return redirect("cart:detail")


@require_POST
@rate_limit("coupon", "10/m")
def coupon(request: HttpRequest) -> HttpResponse:
    """Note a coupon: guessing codes is slow, and the page says whether it holds."""
    form = CouponForm(request.POST)
    cart = _own_cart(request)
    if form.is_valid():
        services.set_coupon(cart, form.cleaned_data["code"])
    return redirect("cart:detail")


def _own_cart(request: HttpRequest) -> Cart:
    cart = current_cart(request)
    if cart is None:
        raise Http404
    return cart


def _own_line(request: HttpRequest, pk: int) -> CartLine:
    """Return a line of the visitor's own cart; lines of others are not found."""
    return get_object_or_404(_own_cart(request).lines.select_related("variant__product", "cart"), pk=pk)


def _report(request: HttpRequest, sentence: str) -> None:
    messages.error(request, sentence)
