"""Template tags of the HTML pages: icons, initials, and what a user may do."""

from functools import lru_cache
from importlib import import_module

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


# The names of files only change with a deployment, and every page asks for them: kept in the process.
@register.simple_tag
@lru_cache(maxsize=100)
def icon(name: str) -> SafeString:
    """Return the icon of that name from the sprite; it is decoration, so readers of the screen skip it."""
    flip = " icon-flip" if name in {"back", "forward"} else ""
    address = static("img/icons.svg")
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>', flip, address, name
    )


@register.simple_tag
@lru_cache(maxsize=1)
def styles() -> SafeString:
    """Return the links to the style sheets of every page."""
    return render_to_string("components/styles.html")


@register.filter
def initials(name: object) -> str:
    """Return the first letters of the first and the last word, in capitals."""
    words = str(name).split() or ["?"]
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper()


@register.filter
def may(user: object, action: str) -> bool:
    """Ask the policy of an app: `user|may:"posts.write"` calls posts.policy.can_write(user)."""
    app, name = action.split(".")
    return bool(getattr(import_module(f"{app}.policy"), f"can_{name}")(user))
