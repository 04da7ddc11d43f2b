"""The countries that the shop sends to, and the one that prices are shown for."""

from babel import Locale
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, to_locale

from customers.models import Address

COUNTRY_COOKIE = "country"
COUNTRY_COOKIE_MAX_AGE_SECONDS = 60 * 60 * 24 * 365


def current_country(request: HttpRequest) -> str:
    """Return the country of the usual address, of the visitor's choice, or of the shop."""
    if request.user.is_authenticated:
        usual = Address.objects.filter(user=request.user, is_default=True).values_list("country", flat=True)
        if country := usual.first():
            return country
    chosen = request.COOKIES.get(COUNTRY_COOKIE, "")
    return chosen if chosen in settings.COUNTRIES else settings.COUNTRIES[0]


def country_name(code: str) -> str:
    """Return what a country is called in the current language; the code itself if nobody knows it."""
    return Locale.parse(to_locale(get_language() or "en")).territories.get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """Return the countries that the shop sends to with their names, for a form; its own comes first."""
    return [(code, country_name(code)) for code in settings.COUNTRIES]
