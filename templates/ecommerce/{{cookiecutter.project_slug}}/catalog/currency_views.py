"""The page to choose the currency that prices are shown and carts are paid in."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from cart.current import CURRENCY_COOKIE, current_cart, current_currency
from cart.services import set_currency
from core.preferences import COOKIE_SECONDS
from core.ratelimit import rate_limit
from core.redirects import safe_next


class CurrencyForm(forms.Form):
    """One of the currencies of the shop."""

    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=lambda: [(code, code) for code in settings.CURRENCIES]
    )


@never_cache
@rate_limit("currency", "30/m")
def currency(request: HttpRequest) -> HttpResponse:
    """Show and save the currency of the visitor; an open cart is priced in it as well."""
    form = CurrencyForm(request.POST or None, initial={"currency": current_currency(request)})
    if not form.is_valid():
        context = {"form": form, "next": safe_next(request)}
        return render(request, "catalog/currency.html", context, status=422 if form.is_bound else 200)
    chosen = form.cleaned_data["currency"]
    response = redirect(safe_next(request))
    response.set_cookie(
        CURRENCY_COOKIE,
        chosen,
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )
    cart = current_cart(request)
    gone = set_currency(cart, chosen) if cart and cart.currency != chosen else []
    if gone:
        left = _("Not sold in %(currency)s, so taken out of your cart: %(names)s.")
        messages.warning(request, left % {"currency": chosen, "names": ", ".join(gone)})
    return response
