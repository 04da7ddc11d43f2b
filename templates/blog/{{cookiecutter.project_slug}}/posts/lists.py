"""Lists of posts as cards: one page of them, rendered once for all visitors of an edition."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString

from core.pagination import KeysetPaginator
from posts.editions import edition_of
from posts.fragments import remember_for_edition, render_fragment
from posts.models import Post
from posts.querysets import PostQuerySet
from taxonomy.models import Category

CARDS_PER_PAGE = 10


@dataclass(frozen=True)
class CardsPage:
    """A page of a list: its cards as HTML and the cursors of its neighbours."""

    html: SafeString
    length: int
    next_cursor: str | None
    previous_cursor: str | None


def cards_page(posts: PostQuerySet, request: HttpRequest, *name: object, lead: bool = False) -> CardsPage:
    """Return the page of the list `name` that the request asks for. Raises BadCursor (a 404).

    With `lead`, the first post of the first page is shown large.
    """
    cursor = request.GET.get("cursor", "")
    return remember_for_edition(
        edition_of(request), lambda: _compute(posts, cursor, lead), "cards", *name, cursor, lead
    )


def in_category(category: Category) -> PostQuerySet:
    """Return the public posts of a category and of those that lie in it."""
    tree = Category.objects.filter(Q(pk=category.pk) | Q(parent=category.pk))
    return Post.objects.published().filter(category__in=tree)


def _compute(posts: PostQuerySet, cursor: str, lead: bool) -> CardsPage:
    has_lead = lead and not cursor
    # The large card stands above the others, which then fill whole rows.
    page = KeysetPaginator(posts.with_cards(), per_page=CARDS_PER_PAGE + has_lead).page(cursor)
    html = render_fragment("posts/parts/cards.html", {"posts": page.items, "lead": has_lead})
    return CardsPage(html, len(page.items), page.next_cursor, page.previous_cursor)
