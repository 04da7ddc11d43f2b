"""What machines read of a page: addresses, OpenGraph and JSON-LD (schema.org)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.html import json_script
from django.utils.safestring import SafeString

from posts.models import Post

Crumbs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Metadata:
    """The head of a page in values; addresses are absolute."""

    url: str
    title: str
    description: str
    kind: str = "website"
    image: str = ""
    image_alt: str = ""
    json_ld: tuple[SafeString, ...] = ()


def absolute(path: str) -> str:
    """Return the full address of a path of this site; a full address stays as it is."""
    return path if "://" in path else f"{settings.SITE_URL.rstrip('/')}{path}"


def post_metadata(post: Post) -> Metadata:
    """Return the metadata of a post."""
    return Metadata(
        url=absolute(post.get_absolute_url()),
        title=post.title,
        description=post.excerpt or post.title,
        kind="article",
        image=absolute(post.cover.url) if post.cover else "",
        image_alt=post.cover_alt,
        json_ld=(ld_script(_article(post)), ld_script(breadcrumbs(post_trail(post)))),
    )


def post_trail(post: Post) -> Crumbs:
    """Return the way from the front page to a post, as labels and paths."""
    trail = [(settings.SITE_NAME, "/")]
    if post.category:
        lies_in = [post.category.parent] if post.category.parent else []
        trail += [(term.name, term.get_absolute_url()) for term in (*lies_in, post.category)]
    return [*trail, (post.title, post.get_absolute_url())]


def breadcrumbs(trail: Crumbs) -> dict[str, Any]:
    """Return a trail as schema.org/BreadcrumbList."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
        for position, (name, path) in enumerate(trail, start=1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def website() -> dict[str, Any]:
    """Return this site as schema.org/WebSite, with where to search it."""
    target = absolute("/search/?q=") + "{search_term_string}"
    action = {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": absolute("/"),
        "potentialAction": action,
    }


def ld_script(value: dict[str, Any]) -> SafeString:
    """Return JSON-LD as a script element of data, in which no text can end the element."""
    script = json_script(value)
    return SafeString(script.replace("application/json", "application/ld+json", 1))


def _article(post: Post) -> dict[str, Any]:
    published_at = post.published_at or post.updated_at
    article = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": post.title,
        "description": post.excerpt or post.title,
        "mainEntityOfPage": absolute(post.get_absolute_url()),
        "datePublished": published_at.isoformat(),
        "dateModified": max(post.updated_at, published_at).isoformat(),
        "author": {"@type": "Person", "name": str(post.author)},
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME},
        "keywords": [tag.name for tag in post.tags.all()],
    }
    return article | ({"image": absolute(post.cover.url)} if post.cover else {})
