"""Texts without meaning in any number, for measuring: composed of pieces that are rendered once."""

import math
import random
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from core.markdown import WORDS_PER_MINUTE, Rendered, render

OPENINGS = ("Notes on", "A year with", "In praise of", "The trouble with", "Five ways to", "Letters about")
SUBJECTS = ("rye bread", "wild garlic", "old apple trees", "night trains", "rain barrels", "field beans")
PLACES = ("in spring", "after the rain", "for beginners", "on a small balcony", "in the mountains", "at home")
WHO = ("My neighbour", "The old gardener", "Whoever bakes", "A patient cook", "The walker", "Every beginner")
DOES = ("begins with", "swears by", "never forgets", "asks about", "writes down", "takes care of")
WHAT = ("the water", "the weather", "good soil", "a sharp knife", "the first frost", "a quiet morning")
WHY = ("because it saves an hour later", "and the rest follows", "which is half of the work", "as ever")
HEADINGS = ("How it began", "What to buy", "A simple way", "What went wrong", "Next year", "In short")
SENTENCES_PER_PARAGRAPH = 6
PARAGRAPHS = 48


@dataclass(frozen=True)
class Piece:
    """A paragraph or a heading, with what the renderer makes of it."""

    source: str
    rendered: Rendered
    words: int


@dataclass(frozen=True)
class Text:
    """The columns of a post that come from its text."""

    body: str
    body_html: str
    toc: list[dict[str, Any]]
    reading_minutes: int
    word_count: int


def make_title(chance: random.Random) -> str:
    """Return a title; many posts have the same one."""
    return f"{chance.choice(OPENINGS)} {chance.choice(SUBJECTS)} {chance.choice(PLACES)}"


def make_text(chance: random.Random) -> Text:
    """Return a text of three sections, equal to what rendering it as a whole would give."""
    pieces: list[Piece] = []
    for heading in chance.sample(_headings(), 3):
        pieces += [heading, *chance.sample(_paragraphs(), 3)]
    words = sum(piece.words for piece in pieces)
    return Text(
        body="\n\n".join(piece.source for piece in pieces),
        body_html="".join(piece.rendered.html for piece in pieces),
        toc=[entry for piece in pieces for entry in piece.rendered.toc],
        reading_minutes=max(1, math.ceil(words / WORDS_PER_MINUTE)),
        word_count=words,
    )


@lru_cache(maxsize=1)
def _headings() -> tuple[Piece, ...]:
    return tuple(_piece(f"## {text}") for text in HEADINGS)


@lru_cache(maxsize=1)
def _paragraphs() -> tuple[Piece, ...]:
    sentences = [" ".join(words) + "." for words in product(WHO, DOES, WHAT, WHY)]
    random.Random(1).shuffle(sentences)  # noqa: S311 - not a secret
    size = SENTENCES_PER_PARAGRAPH
    return tuple(_piece(" ".join(sentences[n * size : (n + 1) * size])) for n in range(PARAGRAPHS))


def _piece(source: str) -> Piece:
    rendered = render(source)
    return Piece(source, rendered, len(rendered.text.split()))
