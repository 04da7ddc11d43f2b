"""Rendered pieces of pages that all visitors share; they hold nothing about who is looking."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from core import caching
from core.release import release

Value = TypeVar("Value")

FRAGMENT_SECONDS = 60 * 60


def remember_for_edition(edition: str, compute: Callable[[], Value], *parts: object) -> Value:
    """Return what `compute` gives, kept for all visitors of an edition.

    `parts` tell what is kept from other things; the language is always one of them.
    """
    names = (release(), translation.get_language(), *parts)
    digest = hashlib.blake2b(repr(names).encode(), digest_size=16).hexdigest()
    return caching.remember(f"edition:{edition}:{digest}", lambda: _impartial(compute), FRAGMENT_SECONDS)


def render_fragment(template: str, context: dict[str, Any]) -> SafeString:
    """Render without a request: a template that asks for the visitor gets nothing."""
    return render_to_string(template, context)


def _impartial(compute: Callable[[], Value]) -> Value:
    # Dates are shown in the time zone of the site, not of the visitor who happened to come first.
    with timezone.override(timezone.get_default_timezone()):
        return compute()
