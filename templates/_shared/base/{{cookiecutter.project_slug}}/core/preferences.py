"""How a visitor wants to read the site: language and time zone, kept in cookies and in the account."""

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

TIME_ZONE_COOKIE = "time_zone"
COOKIE_SECONDS = 365 * 24 * 60 * 60


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Return the names that a visitor may choose, such as "Europe/Berlin"."""
    regional = (name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return ("UTC", *sorted(regional))


@lru_cache(maxsize=1000)
def zone(name: str) -> ZoneInfo | None:
    """Return the time zone, or None for a name that is empty or unknown."""
    # Only known names reach ZoneInfo, which looks for a file of that name.
    return ZoneInfo(name) if name in zone_names() else None


def language_names() -> list[tuple[str, str]]:
    """Return the languages of the site, each by its own name: who seeks "Deutsch" may not know "German"."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class PreferencesForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"), choices=language_names)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [
            ("", _("Time of the site")),
            *((name, name.replace("_", " ")) for name in zone_names()),
        ],
    )


def save_preferences(request: HttpRequest, response: HttpResponse, language: str, time_zone: str) -> None:
    """Keep the choice in cookies, and in the account of somebody signed in (e-mails use it)."""
    for name, value in ((settings.LANGUAGE_COOKIE_NAME, language), (TIME_ZONE_COOKIE, time_zone)):
        response.set_cookie(
            name, value, max_age=COOKIE_SECONDS, httponly=True, secure=request.is_secure(), samesite="Lax"
        )
    if request.user.is_authenticated:
        request.user.language, request.user.time_zone = language, time_zone
        request.user.save(update_fields=["language", "time_zone"])
