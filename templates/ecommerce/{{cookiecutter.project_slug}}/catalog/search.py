"""Search over what is for sale: PostgreSQL by words and their endings, any other database plainly.

Of a frequent word, only the newest SEARCH_AMONG products are ranked: so it costs what a rare one costs.
"""

import re
from functools import reduce
from operator import and_

from django.contrib.postgres.search import SearchQuery
from django.db import connections
from django.db.models import BooleanField, Case, FloatField, Func, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from catalog.querysets import ProductQuerySet

# The language whose word endings are ignored; the migration of the search column names it too.
CONFIG = "english"
TEXT_MAX_LENGTH = 120
WORDS_MOST = 10
SEARCH_AMONG = 2000
# A cursor holds whole numbers exactly, and the database's short floats not.
RELEVANCE_STEPS = 1_000_000


class Matches(Func):
    """Whether a tsvector matches a tsquery."""

    arg_joiner = " @@ "
    template = "(%(expressions)s)"
    output_field = BooleanField()


def clean_query(text: str) -> str:
    """Return the text without control characters, cut to what people type."""
    printable = "".join(character if character.isprintable() else " " for character in text[:TEXT_MAX_LENGTH])
    return " ".join(printable.split()[:WORDS_MOST])


def search_products(products: ProductQuerySet, words: str) -> ProductQuerySet:
    """Return what the words find among the products, with its ``relevance``; nothing without words."""
    if not re.search(r"\w", words):
        return products.none().annotate(relevance=Value(0, IntegerField()))
    vendor = connections[products.db].vendor
    return _find_ranked(products, words) if vendor == "postgresql" else _find_plainly(products, words)


def _find_ranked(products: ProductQuerySet, words: str) -> ProductQuerySet:
    # The column is not part of the model: SQLite has none. Without a table's name it fits in subqueries too.
    vector = RawSQL('"search"', ())
    query = SearchQuery(words, config=CONFIG, search_type="websearch")
    found = products.filter(Matches(vector, query)).order_by("-published_at", "-pk")
    rank = Func(vector, query, Value(32), function="ts_rank_cd", output_field=FloatField())
    relevance = Cast(rank * RELEVANCE_STEPS, IntegerField())
    newest = products.model.objects.using(products.db).filter(pk__in=found.values("pk")[:SEARCH_AMONG])
    return newest.annotate(relevance=relevance)


def _find_plainly(products: ProductQuerySet, words: str) -> ProductQuerySet:
    terms = re.findall(r"\w+", words)
    relevance = Case(
        When(_contain(terms, "name"), then=3),
        When(_contain(terms, "name", "brand"), then=2),
        When(_contain(terms, "name", "brand", "summary"), then=1),
        default=0,
        output_field=IntegerField(),
    )
    found = products.filter(_contain(terms, "name", "brand", "summary", "description"))
    return found.annotate(relevance=relevance)


def _contain(terms: list[str], *fields: str) -> Q:
    """Each term stands in one of the fields."""
    anywhere = (Q(*((f"{field}__icontains", term) for field in fields), _connector=Q.OR) for term in terms)
    return reduce(and_, anywhere)
