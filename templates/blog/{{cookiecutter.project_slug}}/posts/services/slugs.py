"""Addresses of posts: made from titles, unique also in a race, and never forgotten once public."""

import re
from collections.abc import Callable, Iterator

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from posts.errors import SlugTakenError
from posts.models import OldSlug, Post

SLUG_MAX_LENGTH = 200
MAX_ATTEMPTS = 20


def slug_from(title: str) -> str:
    """Return the slug that a title asks for; a title without Latin letters or digits gets "post"."""
    return slugify(title)[:SLUG_MAX_LENGTH].strip("-_") or "post"


def is_made_from(title: str, slug: str) -> bool:
    """Tell whether the slug comes from the title, perhaps with a number, and was not typed."""
    return re.fullmatch(rf"{re.escape(slug_from(title))}(-\d+)?", slug) is not None


def with_free_slug(title: str, write: Callable[[str], int], own: int | None = None) -> int:
    """Call ``write`` with free slugs made from the title until the database accepts one.

    Looking first only saves attempts: between the look and the write another request may take the
    slug, and then the unique index refuses ours. Raises SlugTakenError after MAX_ATTEMPTS.
    """
    for slug in _free_slugs(slug_from(title), own):
        try:
            with transaction.atomic():
                return write(slug)
        except IntegrityError:
            if not Post.objects.filter(slug=slug).exclude(pk=own or 0).exists():
                raise
    raise SlugTakenError


def with_chosen_slug(slug: str, write: Callable[[str], int], own: int | None = None) -> int:
    """Call ``write`` with the slug that somebody typed. Raises SlugTakenError if another post has it."""
    try:
        with transaction.atomic():
            return write(slug)
    except IntegrityError as error:
        if Post.objects.filter(slug=slug).exclude(pk=own or 0).exists():
            raise SlugTakenError from error
        raise


def keep_old_address(post: Post, old_slug: str, new_slug: str) -> None:
    """Let the old address of a post lead to it for ever; the caller is in a transaction.

    A present address wins over old ones of the same name: so two posts can swap their addresses,
    and a post that returns to an address does not redirect to itself.
    """
    OldSlug.objects.filter(slug=new_slug).delete()
    if old_slug != new_slug and post.was_public:
        OldSlug.objects.update_or_create(slug=old_slug, defaults={"post": post})


def _free_slugs(base: str, own: int | None) -> Iterator[str]:
    taken = set(
        Post.objects.filter(slug__startswith=base).exclude(pk=own or 0).values_list("slug", flat=True)
    )
    taken |= set(
        OldSlug.objects.filter(slug__startswith=base).exclude(post=own).values_list("slug", flat=True)
    )
    number = attempts = 0
    while attempts < MAX_ATTEMPTS:
        number += 1
        slug = base if number == 1 else f"{base}-{number}"
        if slug not in taken:
            attempts += 1
            yield slug
