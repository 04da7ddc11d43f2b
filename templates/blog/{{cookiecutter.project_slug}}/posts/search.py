"""Full-text search over public posts: PostgreSQL ranks and highlights, any other database finds plainly.

The newest SEARCH_AMONG matches are ranked, so a word that stands in 100,000 posts costs no more than
one that stands in 100.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import BooleanField, Case, F, FloatField, Func, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from posts.models import Post

# The language whose word endings are ignored; the migration of the search column names it too.
CONFIG = "english"
TEXT_MAX_LENGTH = 200
WORDS_MAX = 12
SEARCH_AMONG = 100
RESULTS_PER_PAGE = 10
SNIPPET_LENGTH = 240
SNIPPET_SOURCE_MAX_LENGTH = 100_000
# Characters that no text contains mark what is found, until everything else is escaped.
START, STOP = "\ue000", "\ue001"
WHOLE = f"HighlightAll=true, StartSel={START}, StopSel={STOP}"
PASSAGE = f"MinWords=25, MaxWords=45, StartSel={START}, StopSel={STOP}"


@dataclass(frozen=True)
class Result:
    """A post that was found; title and snippet are escaped HTML with what was found marked."""

    post: Post
    title: SafeString
    snippet: SafeString


class Matches(Func):
    """Whether a tsvector matches a tsquery."""

    arg_joiner = " @@ "
    template = "(%(expressions)s)"
    output_field = BooleanField()


def search_posts(text: str, page_number: int | str | None = 1) -> Page:
    """Return a page of results, best first; an empty one for a text without words."""
    words = clean_query(text)
    keys: list[Any] = find_posts(words)
    page = Paginator(keys, RESULTS_PER_PAGE).get_page(page_number)
    shown = list(page.object_list)
    show = _show_ranked if is_ranked() else _show_plainly
    by_key = {result.post.pk: result for result in show(shown, words)} if shown else {}
    page.object_list = [by_key[key] for key in shown if key in by_key]
    return page


def find_posts(text: str) -> list[int]:
    """Return the keys of at most SEARCH_AMONG public posts, best first; none for a text without words."""
    words = clean_query(text)
    find = _find_ranked if is_ranked() else _find_plainly
    return list(find(words)) if words else []


def is_ranked() -> bool:
    """Tell whether the database ranks and knows word endings."""
    return connection.vendor == "postgresql"


def clean_query(text: str) -> str:
    """Return the text without control characters, cut to what people type."""
    printable = "".join(character if character.isprintable() else " " for character in text[:TEXT_MAX_LENGTH])
    return " ".join(printable.split()[:WORDS_MAX])


def _find_ranked(words: str) -> QuerySet:
    newest = Post.objects.published().filter(Matches(_vector(), _query(words)))
    candidates = newest.order_by("-published_at", "-pk").values("pk")[:SEARCH_AMONG]
    # 1 + 32: long texts do not win by their length, and the rank lies between 0 and 1.
    rank = Func(_vector(), _query(words), Value(33), function="ts_rank_cd", output_field=FloatField())
    ranked = Post.objects.filter(pk__in=candidates).annotate(rank=rank)
    return ranked.order_by("-rank", "-published_at", "-pk").values_list("pk", flat=True)


def _show_ranked(keys: list[int], words: str) -> Iterable[Result]:
    plain = Func(
        F("body_html"), Value("<[^>]+>|&[#a-z0-9]+;"), Value(" "), Value("g"), function="regexp_replace"
    )
    start_of_text = Func(plain, Value(SNIPPET_SOURCE_MAX_LENGTH), function="left")
    posts = (
        Post.objects.filter(pk__in=keys)
        .with_cards()
        .annotate(
            title_marked=_headline(F("title"), words, WHOLE), passage=_headline(start_of_text, words, PASSAGE)
        )
    )
    for post in posts:
        yield Result(post, _mark(post.title_marked), _mark(post.passage))


def _vector() -> RawSQL:
    # The column is not part of the model: SQLite has none. Without a table's name it fits in subqueries too.
    return RawSQL('"search"', ())


def _query(words: str) -> SearchQuery:
    return SearchQuery(words, config=CONFIG, search_type="websearch")


def _headline(text: F | Func, words: str, options: str) -> Func:
    parts = (Value(CONFIG), text, _query(words), Value(options))
    template = "ts_headline(%(expressions)s)"
    return Func(*parts, template=template, output_field=TextField())


def _find_plainly(words: str) -> QuerySet:
    terms = _terms(words)
    if not terms:
        return Post.objects.none().values_list("pk", flat=True)
    titles = Case(When(_contain(terms, "title"), then=2), When(_contain(terms, "excerpt"), then=1), default=0)
    found = Post.objects.published().filter(_contain(terms, "title", "excerpt", "body"))
    return found.order_by(titles.desc(), "-published_at", "-pk").values_list("pk", flat=True)[:SEARCH_AMONG]


def _contain(terms: list[str], *fields: str) -> Q:
    """Each term stands in one of the fields."""
    anywhere = (Q(*((f"{field}__icontains", term) for field in fields), _connector=Q.OR) for term in terms)
    return reduce(and_, anywhere)


def _show_plainly(keys: list[int], words: str) -> Iterable[Result]:
    pattern = re.compile("|".join(re.escape(term) for term in _terms(words)), re.IGNORECASE)
    posts = Post.objects.filter(pk__in=keys).select_related("author", "category").defer("body", "toc")
    for post in posts:
        text = " ".join(strip_tags(post.body_html).split())
        found = pattern.search(text)
        begin = max(0, found.start() - SNIPPET_LENGTH // 3) if found else 0
        snippet = Truncator(text[begin:]).chars(SNIPPET_LENGTH)
        yield Result(post, _mark(_with_marks(pattern, post.title)), _mark(_with_marks(pattern, snippet)))


def _terms(words: str) -> list[str]:
    return re.findall(r"\w+", words)


def _with_marks(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: f"{START}{match[0]}{STOP}", text)


def _mark(text: str) -> SafeString:
    return SafeString(escape(text).replace(START, "<mark>").replace(STOP, "</mark>"))
