"""E-mails from templates, rendered in the reader's language and sent by a worker after the commit."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation

from core.tasks import after_commit, deliver_mail


def send_mail_later(
    template: str,
    to: str | Sequence[str],
    context: Mapping[str, Any],
    *,
    language: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send `emails/<template>.subject.txt`, `.txt` and, if there is one, `.html` once committed.

    `language` is a code such as "de"; without it the current language is used.
    """
    message = {"to": [to] if isinstance(to, str) else list(to), "headers": dict(headers or {})}
    with translation.override(language or translation.get_language()):
        message |= render_mail(template, context)
    after_commit(deliver_mail, uuid.uuid4().hex, message)


def render_mail(template: str, context: Mapping[str, Any]) -> dict[str, str]:
    """Return the subject (one line), the text and the html ("" without a template) of a message."""
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    return {
        "subject": " ".join(_render_text(f"emails/{template}.subject.txt", context).split()),
        "text": _render_text(f"emails/{template}.txt", context),
        "html": _render_html(f"emails/{template}.html", context),
    }


def _render_text(name: str, context: dict[str, Any]) -> str:
    # Django escapes HTML in every template, but "Tom & Jerry" must stay so in plain text.
    template: Any = get_template(name)
    return template.template.render(Context(context, autoescape=False)).strip() + "\n"


def _render_html(name: str, context: dict[str, Any]) -> str:
    try:
        return render_to_string(name, context)
    except TemplateDoesNotExist as error:
        if error.args[0] != name:
            raise
        return ""
