"""The words of the catalogue, to find the one that somebody meant.

PostgreSQL compares by trigrams with an index; other databases compare the words that begin alike.
"""

import difflib
import re
from collections.abc import Iterable

from django.db import connection
from django.db.models import BooleanField, F, FloatField, Func, Value

from catalog.models import SearchWord

WORD = re.compile(r"[^\W\d_]{3,60}")
COMPARED_MOST = 5000


class IsAlike(Func):
    """Whether two words share enough trigrams; the operator, not the function, is what the index answers."""

    arg_joiner = " %% "
    template = "(%(expressions)s)"
    output_field = BooleanField()


def learn_words(texts: Iterable[str]) -> None:
    """Remember the words of names and brands."""
    words = {word.lower() for text in texts for word in WORD.findall(text)}
    SearchWord.objects.bulk_create([SearchWord(word=word) for word in sorted(words)], ignore_conflicts=True)


def correct(text: str) -> str:
    """Return the text with each unknown word replaced by the nearest known one; "" if there is none."""
    words = [word.lower() for word in WORD.findall(text)]
    known = set(SearchWord.objects.filter(word__in=words).values_list("word", flat=True))
    corrected = [word if word in known else _nearest(word) for word in words]
    return " ".join(corrected) if words and all(corrected) and corrected != words else ""


def _nearest(word: str) -> str:
    if connection.vendor != "postgresql":
        alike = SearchWord.objects.filter(word__startswith=word[0]).values_list("word", flat=True)
        return next(iter(difflib.get_close_matches(word, alike[:COMPARED_MOST], n=1)), "")
    likeness = Func(F("word"), Value(word), function="similarity", output_field=FloatField())
    best = SearchWord.objects.filter(IsAlike(F("word"), Value(word))).order_by(likeness.desc(), "word")
    return best.values_list("word", flat=True).first() or ""
