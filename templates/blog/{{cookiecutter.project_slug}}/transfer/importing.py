"""Files into posts: what is wrong is named file by file, what is right comes in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import DomainError
from posts.models import Post
from posts.policy import can_edit_post
from posts.services import archive_post, create_post, publish_post, save_post
from posts.services.writing import PostFields
from taxonomy.models import Category, Series, Term
from taxonomy.policy import can_manage_terms
from taxonomy.services import get_or_create_tags
from transfer.archives import Archive
from transfer.errors import BadEntryError
from transfer.markdown_files import Entry
from transfer.policy import can_transfer_every_post

T = TypeVar("T", bound=Term)


@dataclass
class Report:
    """What became of the files of an archive, each list in their order."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def import_archive(
    archive: Archive,
    by: User,
    *,
    update: bool = False,
    only_check: bool = False,
    progress: Callable[[], object] = lambda: None,
) -> Report:
    """Make a post of each Markdown file and report file by file.

    A post of the same address is left alone, or saved as a new version with ``update``. Authors
    bring in drafts of their own; editors also the author, the status and the date, and categories and
    series that are new. ``only_check`` goes through everything and keeps nothing.
    """
    report = Report()
    for name, entry in archive.entries():
        progress()
        if isinstance(entry, BadEntryError):
            report.refused.append((name, str(entry)))
            continue
        try:
            with transaction.atomic():
                outcome, post = _import_entry(entry, archive, by, update)
                if only_check:
                    transaction.set_rollback(True)
                    _forget_cover(entry, post)
        except (DomainError, ValidationError) as error:
            report.refused.append((name, _sentence(error)))
        else:
            getattr(report, outcome).append(name)
    return report


def _import_entry(entry: Entry, archive: Archive, by: User, update: bool) -> tuple[str, Post | None]:
    slug = slugify(entry.slug)
    if not slug:
        raise BadEntryError(_("Its address has no letters."))
    post = Post.objects.filter(slug=slug).first()
    if post and not update:
        return "skipped", None
    if post and not can_edit_post(by, post):
        raise BadEntryError(_("You may not change the post of this address."))
    fields = _fields(entry, archive, by)
    if post:
        return "updated", save_post(post, by, post.version, **fields)
    fields["slug"] = slug
    post = create_post(_author(entry, by), **fields)
    _set_status(post, entry, by)
    return "created", post


def _fields(entry: Entry, archive: Archive, by: User) -> PostFields:
    fields: PostFields = {
        "title": entry.title,
        "excerpt": entry.excerpt,
        "body": entry.body,
        "comments_open": entry.comments_open,
        "category": _term(Category, entry.category, by) if entry.category else None,
        "series": _term(Series, entry.series, by) if entry.series else None,
        "series_position": entry.series_position,
        "tags": get_or_create_tags(entry.tags),
    }
    if entry.cover:
        fields |= {"cover": archive.picture(entry.cover), "cover_alt": entry.cover_alt}
    return fields


def _forget_cover(entry: Entry, post: Post | None) -> None:
    """Delete the cover that was just stored: the database takes back rows, not files."""
    if post and entry.cover:
        post.cover.storage.delete(post.cover.name or "")


def _term(model: type[T], name: str, by: User) -> T:
    """Return the category or series of that name in any case; only who manages terms brings new ones."""
    term = model._default_manager.filter(name__iexact=name).first()
    if term:
        return term
    if not can_manage_terms(by):
        raise BadEntryError(_("There is no category or series “%(name)s”.") % {"name": name})
    slug = slugify(name)
    if not slug or model._default_manager.filter(slug=slug).exists():
        raise BadEntryError(_("“%(name)s” cannot become a new category or series.") % {"name": name})
    return model._default_manager.create(name=name, slug=slug)


def _author(entry: Entry, by: User) -> User:
    """Return whom an editor's file names, if there is such a user, else who imports."""
    if not (entry.author and can_transfer_every_post(by)):
        return by
    return User.objects.filter(handle=entry.author, is_active=True).first() or by


def _set_status(post: Post, entry: Entry, by: User) -> None:
    if not can_transfer_every_post(by):
        return
    if entry.status == Post.Status.PUBLISHED:
        publish_post(post, by, at=entry.published_at)
    elif entry.status == Post.Status.ARCHIVED:
        archive_post(post, by)


def _sentence(error: DomainError | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
