"""What all visitors share of the catalogue's pages, kept under an edition.

The edition changes when a service bumps the group "catalog", and every minute by itself: so products
appear at their time without any worker, and what a page says of the stock is a minute old at most.
Whether there is enough is decided by the cart and the order, never by a page.
"""

import hashlib
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from core import caching
from core.release import release

Value = TypeVar("Value")

GROUP = "catalog"
EDITION_SECONDS = 60
FRAGMENT_SECONDS = 2 * EDITION_SECONDS
COUNTS_SECONDS = 10 * 60


def edition(version: int | None = None) -> str:
    """Return the name of what visitors may read now; ``version`` is that of the group, if it is known."""
    return f"{version or caching.version(GROUP)}-{minute()}"


def minute() -> int:
    """Return the number of the present minute."""
    return int(time.time()) // EDITION_SECONDS


def remember_shown(edition: str, compute: Callable[[], Value], *parts: object) -> Value:
    """Return what ``compute`` gives, kept for all visitors of an edition who read the same language."""
    return caching.remember(_key(f"shown:{edition}", parts), lambda: _impartial(compute), FRAGMENT_SECONDS)


def remember_counts(
    edition: str, compute: Callable[[], Value], *parts: object, is_large: bool = False
) -> Value:
    """Return numbers that are dear to count: kept until the catalogue changes, ten minutes at most.

    Numbers of a large list are kept for the ten minutes whatever changes: nobody misses one in 100,000,
    and to count them again after each change would cost more than all pages together.
    """
    version = "large" if is_large else edition.partition("-")[0]
    return caching.remember(_key(f"counts:{version}", parts), compute, COUNTS_SECONDS)


def render_fragment(template: str, context: dict[str, Any]) -> SafeString:
    """Render without a request: a template that asks for the visitor gets nothing."""
    return render_to_string(template, context)


def forget_catalog() -> None:
    """Make all pages of the catalogue out of date, after the commit if there is a transaction."""
    caching.bump(GROUP)


def forget_product(pk: int) -> None:
    """Make the page of one product out of date, such as after a review; lists follow within a minute."""
    caching.bump(product_group(pk))


def product_group(pk: int) -> str:
    """Return the name of the version group of one product."""
    return f"product:{pk}"


def _key(prefix: str, parts: tuple[object, ...]) -> str:
    names = (release(), translation.get_language(), *parts)
    return f"{prefix}:{hashlib.blake2b(repr(names).encode(), digest_size=16).hexdigest()}"


def _impartial(compute: Callable[[], Value]) -> Value:
    # Dates are shown in the time zone of the site, not of the visitor who happened to come first.
    with timezone.override(timezone.get_default_timezone()):
        return compute()
