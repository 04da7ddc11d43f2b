"""Terms for navigation: read from the counts that each term keeps of its public posts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.urls import reverse

from taxonomy.models import Category, Tag

SIDEBAR_TAGS = 20


@dataclass(frozen=True)
class TermLink:
    """A link to the page of a term that has posts."""

    name: str
    url: str
    post_count: int


def sidebar_terms() -> tuple[list[TermLink], list[TermLink]]:
    """Return all categories that have posts and the most used tags, by name, in one query."""
    most_used = Tag.objects.filter(post_count__gt=0).order_by("-post_count", "name").values("pk")
    categories = Category.objects.filter(post_count__gt=0)
    tags = Tag.objects.filter(pk__in=most_used[:SIDEBAR_TAGS])
    rows = _columns(categories, "category").union(_columns(tags, "tag"), all=True).order_by("name")
    links: dict[str, list[TermLink]] = {"category": [], "tag": []}
    for kind, name, slug, post_count in rows:
        links[kind].append(TermLink(name, reverse(f"taxonomy:{kind}", args=[slug]), post_count))
    return links["category"], links["tag"]


def _columns(terms: QuerySet[Any], kind: str) -> QuerySet[Any]:
    labelled = terms.order_by().annotate(kind=Value(kind, output_field=CharField()))
    return labelled.values_list("kind", "name", "slug", "post_count")
