"""The wishlist of an account, and what its link shows to others."""

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import signed_in_user
from cart.current import current_cart, current_currency, remember_cart
from cart.origin import same_origin_required
from catalog.models import Variant
from core.errors import DomainError
from core.ratelimit import rate_limit
from wishlist import services
from wishlist.forms import WishForm
from wishlist.models import Wish, Wishlist
from wishlist.pages import rows_of


@require_GET
@never_cache
@login_required
def detail(request: HttpRequest) -> HttpResponse:
    """Show the own list; to htmx only what a change can change."""
    user = signed_in_user(request)
    wishes = Wish.objects.filter(wishlist__user=user).with_articles()
    rows = rows_of(wishes, current_currency(request))
    wishlist = Wishlist.objects.shared().filter(user=user).first()
    link = request.build_absolute_uri(_shared_path(wishlist)) if wishlist else ""
    template = "wishlist/contents.html" if request.htmx else "wishlist/detail.html"
    return render(request, template, {"rows": rows, "link": link, "is_owner": True})


@same_origin_required
@require_POST
@rate_limit("wishlist", "120/m")
def add(request: HttpRequest) -> HttpResponse:
    """Note an article; product pages are shared, so the origin is the proof. Visitors sign in first."""
    form = WishForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose a version first."))
        return redirect("wishlist:detail")
    variants = Variant.objects.select_related("product")
    variant = get_object_or_404(variants, pk=form.cleaned_data["variant"])
    if not request.user.is_authenticated:
        path = quote(variant.product.get_absolute_url())
        return redirect(f"{_login_path()}?next={path}")
    try:
        services.add_wish(variant, by=signed_in_user(request))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(name)s” is on your wishlist.") % {"name": variant})
    return redirect("wishlist:detail")


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wish off the list."""
    services.remove_wish(_own_wish(request, pk))
    return redirect("wishlist:detail")


@require_POST
@login_required
def to_cart(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a wish into the cart and show that."""
    wish, cart = _own_wish(request, pk), current_cart(request, create=True)
    try:
        services.move_to_cart(wish, cart)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("wishlist:detail")
    return remember_cart(request, redirect("cart:detail"), cart)


@require_POST
@login_required
def share(request: HttpRequest) -> HttpResponse:
    """Make a new link."""
    services.share_list(signed_in_user(request))
    messages.success(request, _("Whoever has the link can read your wishlist."))
    return redirect("wishlist:detail")


@require_POST
@login_required
def unshare(request: HttpRequest) -> HttpResponse:
    """Make the link worthless."""
    services.unshare_list(signed_in_user(request))
    messages.success(request, _("The link leads nowhere any more."))
    return redirect("wishlist:detail")


@require_GET
@never_cache
def shared(request: HttpRequest, token: UUID) -> HttpResponse:
    """Show a list to whoever has its link."""
    wishlist = get_object_or_404(Wishlist.objects.shared().select_related("user"), token=token)
    rows = rows_of(wishlist.wishes.with_articles(), current_currency(request))
    context = {"rows": rows, "owner": wishlist.user.name}
    return render(request, "wishlist/shared.html", context)


def _own_wish(request: HttpRequest, pk: int) -> Wish:
    """Return a wish of the user; those of others are not found."""
    own = Wish.objects.filter(wishlist__user=signed_in_user(request))
    return get_object_or_404(own.select_related("variant__product"), pk=pk)


def _shared_path(wishlist: Wishlist) -> str:
    return reverse("wishlist:shared", args=[wishlist.token])


def _login_path() -> str:
    return resolve_url(settings.LOGIN_URL)
