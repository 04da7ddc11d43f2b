"""Handles: the public names in addresses, made from a user's name and never from the e-mail address."""

from collections.abc import Iterator

from django.utils.crypto import get_random_string
from django.utils.text import slugify

HANDLE_MAX_LENGTH = 60
SUFFIX_LENGTH = 6
# No vowels and no look-alikes: a random handle never spells a word and can be read out aloud.
SUFFIX_CHARACTERS = "bcdfghjkmnpqrstvwxz23456789"


def propose_handles(name: str) -> Iterator[str]:
    """Yield handles without end: the plainest one first, then others that are hardly ever taken."""
    plain = slugify(name)[: HANDLE_MAX_LENGTH - SUFFIX_LENGTH - 1].strip("-")
    if plain:
        yield plain
    while True:
        yield f"{plain or 'user'}-{get_random_string(SUFFIX_LENGTH, SUFFIX_CHARACTERS)}"
