"""Changes to terms: renaming, merging, and the counts of their public posts."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.caching import bump
from core.errors import DomainError
from taxonomy.models import Category, OldTerm, Series, Tag, Term
from taxonomy.policy import can_manage_terms

AnyTerm = TypeVar("AnyTerm", Tag, Category, Series)

NAME_MAX_LENGTH = Term._meta.get_field("name").max_length or 0


class TermRefusedError(DomainError):
    message = _("This term cannot be changed like that.")


@transaction.atomic
def rename_term(term: AnyTerm, *, by: User, name: str) -> AnyTerm:
    """Give the term a new name and address; the old address leads to the new one. Raises TermRefusedError."""
    _require(can_manage_terms(by, term), _("Only editors may rename and merge."))
    name = " ".join(name.split())
    slug = slugify(name)[:NAME_MAX_LENGTH]
    is_sound = bool(slug) and len(name) <= NAME_MAX_LENGTH
    _require(is_sound, _("The name needs a letter or a digit, and at most 80 characters."))
    others = type(term)._default_manager.exclude(pk=term.pk)
    taken = others.filter(name__iexact=name).exists() or others.filter(slug=slug).exists()
    _require(not taken, _("There is one of that name already: merge the two instead."))
    old_slug, term.name, term.slug = term.slug, name, slug
    term.save(update_fields=["name", "slug"])
    _lead(type(term), old_slug, slug)
    bump("posts")
    return term


@transaction.atomic
def merge_tags(tag: Tag, *, by: User, into: Tag) -> Tag:
    """Merge a tag into another one, which gets its posts and its address. Raises TermRefusedError."""
    _require(can_manage_terms(by, tag), _("Only editors may rename and merge."))
    _require(tag.pk != into.pk, _("A tag cannot be merged into itself."))
    links = Tag.posts.through.objects
    already = links.filter(tag=into).values("post")
    links.filter(tag=tag).exclude(post__in=already).update(tag=into)
    old_slug = tag.slug
    tag.delete()
    _lead(Tag, old_slug, into.slug)
    recount_terms(Tag.objects.filter(pk=into.pk))
    bump("posts")
    into.refresh_from_db()
    return into


def recount_terms(*querysets: QuerySet[Any]) -> int:
    """Set the counts of public posts right, of all terms by default; returns how many were wrong."""
    changed = 0
    chosen: Iterable[QuerySet[Any]] = querysets or [model.objects.all() for model in (Tag, Category, Series)]
    for terms in chosen:
        is_tree = terms.model is Category
        wider = _with_parents(terms) if is_tree else terms
        counts = _count_public(wider, "posts")
        if is_tree:
            # The page of a category shows the posts of those that lie in it as well.
            counts += _count_public(wider, "children__posts")
        wrong = [term for term in wider if term.post_count != counts[term.pk]]
        for term in wrong:
            term.post_count = counts[term.pk]
        terms.model._default_manager.bulk_update(wrong, ["post_count"], batch_size=500)
        changed += len(wrong)
    return changed


def _count_public(terms: QuerySet[Any], path: str) -> Counter[int]:
    columns = {f"{path}__status": "published", f"{path}__published_at__lte": timezone.now()}
    counted = terms.order_by().filter(**columns).annotate(total=Count(path)).values_list("pk", "total")
    return Counter(dict(counted))


def _with_parents(categories: QuerySet[Any]) -> QuerySet[Any]:
    chosen = categories.order_by().values("pk")
    parents = Category.objects.filter(children__in=chosen).values("pk")
    return Category.objects.filter(Q(pk__in=chosen) | Q(pk__in=parents))


def get_or_create_tags(names: Iterable[str]) -> list[Tag]:
    """Return a tag for each name, making those that are missing; the name of a merged tag gives the other."""
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(slugify(name)[:NAME_MAX_LENGTH], " ".join(name.split()))
    wanted.pop("", None)
    moved = OldTerm.objects.filter(kind=OldTerm.Kind.TAG, slug__in=wanted)
    for slug, present_slug in moved.values_list("slug", "present_slug"):
        wanted.setdefault(present_slug, wanted.pop(slug))
    missing = [Tag(name=name[:NAME_MAX_LENGTH], slug=slug) for slug, name in wanted.items()]
    Tag.objects.bulk_create(missing, ignore_conflicts=True)
    return list(Tag.objects.filter(slug__in=wanted))


def _lead(model: type[Term], old_slug: str, present_slug: str) -> None:
    """Let an old address lead to the present one, and those that led to it as well: no chains."""
    if old_slug == present_slug:
        return
    kind = str(model._meta.model_name)
    addresses = OldTerm.objects.filter(kind=kind)
    addresses.filter(slug=present_slug).delete()
    addresses.filter(present_slug=old_slug).update(present_slug=present_slug)
    addresses.update_or_create(slug=old_slug, defaults={"present_slug": present_slug, "kind": kind})


def _require(condition: bool, message: object) -> None:
    if not condition:
        raise TermRefusedError(message)
