"""The address book of an account, and the choice of a country."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import signed_in_user
from core.errors import DomainError
from core.redirects import safe_next
from customers import services
from customers.countries import COUNTRY_COOKIE, COUNTRY_COOKIE_MAX_AGE_SECONDS, current_country
from customers.forms import BookedAddressForm, CountryForm
from customers.models import Address


@require_GET
@never_cache
@login_required
def addresses(request: HttpRequest) -> HttpResponse:
    """Show the address book, the usual address first."""
    book = Address.objects.filter(user=signed_in_user(request))
    return render(request, "customers/address_list.html", {"addresses": book})


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Add an address."""
    user = signed_in_user(request)
    initial = {"name": user.name, "country": current_country(request)}
    return _edit(request, BookedAddressForm(request.POST or None, initial=initial))


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an address; orders keep the copy that they have."""
    return _edit(request, BookedAddressForm(request.POST or None, instance=_own_address(request, pk)))


@require_http_methods(["GET", "POST"])
@never_cache
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete an address."""
    address = _own_address(request, pk)
    if request.method == "GET":
        return render(request, "customers/address_delete.html", {"address": address})
    services.delete_address(address, by=signed_in_user(request))
    messages.success(request, _("The address is deleted."))
    return redirect("customers:addresses")


@require_http_methods(["GET", "POST"])
@never_cache
def country(request: HttpRequest) -> HttpResponse:
    """Choose the country whose taxes and shipping prices are shown with."""
    form = CountryForm(request.POST or None, initial={"country": current_country(request)})
    if request.method == "GET" or not form.is_valid():
        return render(request, "customers/country.html", {"form": form})
    response = redirect(safe_next(request, "cart:detail"))
    response.set_cookie(
        COUNTRY_COOKIE,
        form.cleaned_data["country"],
        max_age=COUNTRY_COOKIE_MAX_AGE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _edit(request: HttpRequest, form: BookedAddressForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            services.save_address(form.save(commit=False), by=signed_in_user(request))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The address is saved."))
            return redirect(safe_next(request, "customers:addresses"))
    return render(request, "customers/address_form.html", {"form": form})


def _own_address(request: HttpRequest, pk: int) -> Address:
    """Return an address of the visitor's own book; those of others are not found."""
    return get_object_or_404(Address, pk=pk, user=signed_in_user(request))
