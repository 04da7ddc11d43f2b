"""Saving and moving categories; the paths of a whole branch follow in one statement."""

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from catalog.errors import CategoryInItself
from catalog.models import Category
from catalog.services.slugs import keep_old_address, save_under_free_slug, save_under_slug
from catalog.shown import forget_catalog


@transaction.atomic
def save_category(category: Category) -> Category:
    """Store a category where it now lies, its branch with it. Raises CategoryInItself, SlugTaken."""
    before = _lock_tree().get(category.pk)
    # Read behind the lock: another one may have moved the new parent meanwhile.
    parent = Category.objects.get(pk=category.parent_id) if category.parent_id else None
    if before and parent and f"{parent.path}/".startswith(f"{before.path}/"):
        raise CategoryInItself
    if category.slug:
        _save(category, parent, before)
    else:
        save_under_free_slug(category, lambda: _store(category, parent))
    forget_catalog()
    return category


def _save(category: Category, parent: Category | None, before: Category | None) -> None:
    save_under_slug(category, lambda: _store(category, parent))
    if not before:
        return
    keep_old_address(category, before.slug)
    if before.path != category.path:
        below = Category.objects.filter(path__startswith=f"{before.path}/")
        below.update(path=Concat(Value(category.path), Substr("path", len(before.path) + 1)))


def _store(category: Category, parent: Category | None) -> None:
    category.path = f"{parent.path}/{category.slug}" if parent else category.slug
    category.save()


def _lock_tree() -> dict[int, Category]:
    """Let moves wait for each other: two at once could put two branches into one another."""
    return {category.pk: category for category in Category.objects.select_for_update().order_by("pk")}
