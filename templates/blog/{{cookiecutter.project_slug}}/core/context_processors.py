"""What every template knows; it must cost nothing, so no query and no session here."""

from django.conf import settings
from django.http import HttpRequest

from core.conditional import is_personal


def site(request: HttpRequest) -> dict[str, object]:
    """Return the name of the site, its description and address, and whether the visitor may be signed in."""
    return {
        "site_name": settings.SITE_NAME,
        "site_description": settings.SITE_DESCRIPTION,
        "site_url": settings.SITE_URL,
        "has_session": is_personal(request),
    }
