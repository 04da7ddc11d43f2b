"""Addresses of products and categories: made from names, unique, and never forgotten."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from catalog.errors import SlugTaken
from catalog.models import Category, OldSlug, Product

Page = Product | Category
MAX_ATTEMPTS = 20
# Room for the number that makes a slug unique.
NUMBER_LENGTH = 8


def save_under_free_slug(page: Page, save: Callable[[], None]) -> None:
    """Save a page that has no slug yet under one made from its name. Raises SlugTaken.

    Looking first only saves attempts: another request may take the slug between the look and the
    write, and then the unique index refuses ours.
    """
    longest = (type(page)._meta.get_field("slug").max_length or 0) - NUMBER_LENGTH
    base = slugify(page.name)[:longest].strip("-_") or type(page).__name__.lower()
    others = type(page)._default_manager.exclude(pk=page.pk).filter(slug__startswith=base)
    taken = set(others.values_list("slug", flat=True))
    # Links to a former address must not end at somebody new.
    taken |= set(OldSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + MAX_ATTEMPTS))
    for slug in numbered:
        if slug in taken:
            continue
        page.slug = slug
        try:
            return save_under_slug(page, save)
        except SlugTaken:
            continue
    raise SlugTaken


def save_under_slug(page: Page, save: Callable[[], None]) -> None:
    """Save a page whose slug somebody chose. Raises SlugTaken if another one has it."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        if type(page)._default_manager.filter(slug=page.slug).exclude(pk=page.pk).exists():
            raise SlugTaken from error
        raise


def keep_old_address(page: Page, old_slug: str) -> None:
    """Let the former address of a page lead to it for ever; the caller is in a transaction.

    A present address wins over old ones of the same name: so two products can swap their addresses.
    """
    kind = "product" if isinstance(page, Product) else "category"
    addresses = OldSlug.objects.filter(**{f"{kind}__isnull": False})
    addresses.filter(slug=page.slug).delete()
    if old_slug != page.slug:
        addresses.update_or_create(slug=old_slug, defaults={kind: page})
