"""Lists of posts as cards: one page of them, rendered once for all visitors of an edition."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString

from core.pagination import KeysetPaginator
from posts.fragments import remember_for_edition, render_fragment
from posts.querysets import PostQuerySet

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
    return remember_for_edition(lambda: _compute(posts, cursor, lead), "cards", *name, cursor, lead)


def _compute(posts: PostQuerySet, cursor: str, lead: bool) -> CardsPage:
    page = KeysetPaginator(posts.with_cards(), per_page=CARDS_PER_PAGE).page(cursor)
    html = render_fragment("posts/parts/cards.html", {"posts": page.items, "lead": lead and not cursor})
    return CardsPage(html, len(page.items), page.next_cursor, page.previous_cursor)
