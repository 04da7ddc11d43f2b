"""Whose cart a request is about: the account's, or a guest's by a signed cookie."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cart.models import Cart
from cart.services import account_cart, merge_carts

COOKIE = "cart"
COOKIE_MAX_AGE_SECONDS = 60 * 60 * 24 * 60
CURRENCY_COOKIE = "currency"


def current_currency(request: HttpRequest) -> str:
    """Return the currency that the visitor chose, or the first of the shop."""
    chosen = request.COOKIES.get(CURRENCY_COOKIE, "")
    return chosen if chosen in settings.CURRENCIES else settings.CURRENCIES[0]


def current_cart(request: HttpRequest, *, create: bool = False) -> Cart | None:
    """Return the open cart of the visitor; without ``create`` None if there is none yet.

    A guest's cart is remembered by the answer: call ``remember_cart`` with it.
    """
    if request.user.is_authenticated:
        guest = guest_cart(request)
        if guest:
            return merge_carts(guest, request.user)
        if create:
            return account_cart(request.user, current_currency(request))
        return Cart.objects.filter(user=request.user, status=Cart.Status.OPEN).first()
    cart = guest_cart(request)
    if cart is None and create:
        cart = Cart.objects.create(currency=current_currency(request))
    return cart


def guest_cart(request: HttpRequest) -> Cart | None:
    """Return the open guest cart that the signed cookie names; a forged or old cookie names none."""
    token = _cookie_token(request)
    if token is None:
        return None
    return Cart.objects.filter(token=token, user=None, status=Cart.Status.OPEN).first()


def submitted_cart(request: HttpRequest, token: UUID) -> Cart | None:
    """Return the visitor's own cart of a form, also if a first click has ordered it already."""
    if request.user.is_authenticated:
        return Cart.objects.filter(token=token, user=request.user).first()
    return Cart.objects.filter(token=token, user=None).first() if token == _cookie_token(request) else None


def remember_cart(request: HttpRequest, response: HttpResponse, cart: Cart | None) -> HttpResponse:
    """Let the browser of a guest keep the cart; an account needs no cookie, and a merged cart is let go."""
    if request.user.is_authenticated:
        if COOKIE in request.COOKIES:
            response.delete_cookie(COOKIE)
    elif cart is not None:
        response.set_signed_cookie(
            COOKIE,
            str(cart.token),
            salt=COOKIE,
            max_age=COOKIE_MAX_AGE_SECONDS,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


def _cookie_token(request: HttpRequest) -> UUID | None:
    token = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=COOKIE_MAX_AGE_SECONDS)
    return UUID(token) if token else None
