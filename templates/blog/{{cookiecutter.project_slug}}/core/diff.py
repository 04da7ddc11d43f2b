"""What changed between two texts, line by line and within a line word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Piece:
    text: str
    is_changed: bool


@dataclass(frozen=True)
class DiffLine:
    """One line of a diff; `kind` is "same", "added" or "removed", a number is None on the other side."""

    kind: str
    old_number: int | None
    new_number: int | None
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def lines(old: str, new: str) -> list[DiffLine]:
    """Return all lines of both texts, the removed ones before the added ones that replace them."""
    before, after = old.splitlines(), new.splitlines()
    result: list[DiffLine] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs = zip(range(i1, i2), range(j1, j2), strict=True)
            result += [DiffLine(SAME, i + 1, j + 1, _whole(before[i], False)) for i, j in pairs]
        else:
            result += _changed(before[i1:i2], after[j1:j2], i1, j1)
    return result


def _changed(before: list[str], after: list[str], i: int, j: int) -> Iterator[DiffLine]:
    if len(before) == len(after):
        pairs = [_words(old, new) for old, new in zip(before, after, strict=True)]
        removed, added = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    else:
        removed, added = [_whole(text, True) for text in before], [_whole(text, True) for text in after]
    yield from (DiffLine(REMOVED, i + n, None, pieces) for n, pieces in enumerate(removed, 1))
    yield from (DiffLine(ADDED, None, j + n, pieces) for n, pieces in enumerate(added, 1))


def _words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    before, after = re.findall(r"\w+|\s+|[^\w\s]", old), re.findall(r"\w+|\s+|[^\w\s]", new)
    left, right = [], []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        is_changed = tag != "equal"
        if i1 < i2:
            left.append(Piece("".join(before[i1:i2]), is_changed))
        if j1 < j2:
            right.append(Piece("".join(after[j1:j2]), is_changed))
    return tuple(left), tuple(right)


def _whole(text: str, is_changed: bool) -> tuple[Piece, ...]:
    return (Piece(text, is_changed),)
