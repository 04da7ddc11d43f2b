"""Tags of the pages for readers: what machines read, and the way back up."""

import re
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from posts.metadata import absolute, breadcrumbs, ld_script
from posts.search import TEXT_MAX_LENGTH
from posts.sidebar import popular_posts

register = template.Library()


@register.simple_tag(takes_context=True)
def page_head(context: Context, data: SafeString | str = "") -> SafeString:
    """Return the canonical address of a list, with its cursor: each page of a list is a page of its own."""
    request = context["request"]
    cursor = request.GET.get("cursor", "")
    path = f"{request.path}?cursor={cursor}" if cursor else request.path
    url = absolute(path)
    return format_html(
        '<link rel="canonical" href="{}"><meta property="og:type" content="website">'
        '<meta property="og:url" content="{}">{}',
        url,
        url,
        data,
    )


@register.inclusion_tag("posts/parts/suggestions.html", takes_context=True)
def suggestions(context: Context) -> dict[str, Any]:
    """Offer what a visitor may have looked for: the words of the address, and what others read."""
    words = re.findall(r"\w+", context["request"].path.replace("_", " "))[1:]
    return {
        "words": " ".join(words)[:TEXT_MAX_LENGTH],
        "popular": popular_posts(),
        "max_length": TEXT_MAX_LENGTH,
    }


@register.simple_tag
def trail(*labels_and_addresses: Any) -> SafeString:
    """Return the breadcrumb for pairs of label and address; the last label is the page itself."""
    labels = [str(label) for label in labels_and_addresses[::2]]
    addresses = [str(address) for address in labels_and_addresses[1::2]]
    pairs = list(zip(labels, [*addresses, ""], strict=True))
    html = render_to_string("components/breadcrumb.html", {"trail": pairs})
    above = [(settings.SITE_NAME, "/"), *pairs[:-1]]
    return html + ld_script(breadcrumbs(above))
