"""Making, saving and deleting posts. Text is rendered and sanitised here, once per save."""

from typing import Any, TypedDict, Unpack

from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from core.caching import bump
from core.markdown import render
from core.tasks import after_commit
from posts.errors import EditConflictError
from posts.models import Post, PostRevision
from posts.services import slugs
from posts.services.pictures import delete_files, files_of, store_cover, stored_cover
from posts.services.revisions import keep_revision
from posts.tasks import make_cover_copies
from posts.term_counts import Terms, recount, recount_changed, terms_of
from taxonomy.models import Category, Series, Tag


class PostFields(TypedDict, total=False):
    """What a writer fills in. ``cover`` is an upload, or None to take the cover away."""

    title: str
    slug: str
    excerpt: str
    body: str
    cover: File | None
    cover_alt: str
    category: Category | None
    tags: list[Tag]
    series: Series | None
    series_position: int | None
    comments_open: bool


@transaction.atomic
def create_post(by: User, **fields: Unpack[PostFields]) -> Post:
    """Return a new draft of the user; raises what ``save_post`` raises, but no conflict."""
    columns, tags = _columns(fields)
    post = Post(author=by, **columns)

    def write(slug: str) -> int:
        post.pk, post.slug = None, slug
        post.save(force_insert=True)
        return 1

    with stored_cover(columns):
        if chosen := fields.get("slug"):
            slugs.with_chosen_slug(chosen, write)
            slugs.keep_old_address(post, chosen, chosen)
        else:
            slugs.with_free_slug(post.title, write)
    post.tags.set(tags or [])
    keep_revision(post, by)
    _make_copies_of(post, columns)
    return post


@transaction.atomic
def save_post(post: Post, by: User, expected_version: int, **fields: Unpack[PostFields]) -> Post:
    """Save the fields as the next version and keep a revision; returns the post as it is now.

    Raises EditConflictError if the post is no longer at ``expected_version``, SlugTakenError,
    PictureRefusedError, and ValidationError for a picture that is none.
    """
    return _save(post, by, expected_version, fields, is_autosave=False)


@transaction.atomic
def autosave(post: Post, by: User, expected_version: int, **fields: Unpack[PostFields]) -> Post:
    """Save a draft while its author writes: a row of autosaves leaves only its last revision."""
    return _save(post, by, expected_version, fields, is_autosave=True)


def restore_revision(post: Post, revision: PostRevision, by: User) -> Post:
    """Make the text of a revision the next version, so that the restoring can itself be undone.

    Raises EditConflictError if the post changed since it was read.
    """
    text = {name: getattr(revision, name) for name in ("title", "excerpt", "body")}
    return save_post(post, by, post.version, **text)


@transaction.atomic
def delete_post(post: Post, by: User) -> None:
    """Delete the post with its comments and revisions, and its pictures after the commit."""
    files, terms, was_public = files_of(post), terms_of(post), post.is_public
    bump("posts")
    bump(f"post:{post.pk}")
    post.delete()
    delete_files(files)
    if was_public:
        recount(terms)


def _save(post: Post, by: User, expected_version: int, fields: PostFields, is_autosave: bool) -> Post:
    before = Post.objects.filter(pk=post.pk).first()
    if before is None or before.version != expected_version:
        raise EditConflictError(before or post, dict(fields))
    columns, tags = _columns(fields)

    def write(slug: str) -> int:
        # The version in WHERE is the lock: of two savers who read the same version one wins.
        unchanged = Post.objects.filter(pk=post.pk, version=expected_version)
        return unchanged.update(slug=slug, version=F("version") + 1, updated_at=timezone.now(), **columns)

    _keep_first_revision(before)
    with stored_cover(columns):
        if not _write_with_slug(before, fields, write):
            raise EditConflictError(Post.objects.get(pk=post.pk), dict(fields))
    saved, terms = Post.objects.get(pk=post.pk), terms_of(before)
    slugs.keep_old_address(saved, before.slug, saved.slug)
    if tags is not None:
        saved.tags.set(tags)
    keep_revision(saved, by, is_autosave)
    _replace_files(before, saved, columns)
    _tell_caches(saved, terms)
    return saved


def _keep_first_revision(before: Post) -> None:
    # An imported post comes without revisions: its text must not be lost by the first change.
    if not before.revisions.exists():
        keep_revision(before, before.author)


def _replace_files(before: Post, saved: Post, columns: dict[str, Any]) -> None:
    if "cover" in columns:
        kept = files_of(saved)
        delete_files(name for name in files_of(before) if name not in kept)
        _make_copies_of(saved, columns)


def _tell_caches(saved: Post, terms: Terms) -> None:
    if saved.is_public:
        recount_changed(terms, terms_of(saved))
    if saved.status == Post.Status.PUBLISHED:
        bump("posts")
        bump(f"post:{saved.pk}")


def _write_with_slug(before: Post, fields: PostFields, write: Any) -> int:
    title, chosen = fields.get("title", before.title), fields.get("slug") or before.slug
    if chosen != before.slug:
        return slugs.with_chosen_slug(chosen, write, own=before.pk)
    follows = not before.was_public and slugs.is_made_from(before.title, before.slug)
    if follows and not slugs.is_made_from(title, before.slug):
        return slugs.with_free_slug(title, write, own=before.pk)
    return write(before.slug)


def _columns(fields: PostFields) -> tuple[dict[str, Any], list[Tag] | None]:
    """Split the fields into columns, with those that are derived from them, and tags."""
    columns: dict[str, Any] = {key: value for key, value in fields.items() if key not in ("slug", "tags")}
    if "body" in columns:
        rendered = render(columns["body"])
        columns |= {
            "body_html": rendered.html,
            "toc": rendered.toc,
            "reading_minutes": rendered.minutes,
            "word_count": len(rendered.text.split()),
        }
    if "cover" in columns:
        columns |= store_cover(columns["cover"], columns.get("cover_alt", ""))
    return columns, fields.get("tags")


def _make_copies_of(post: Post, columns: dict[str, Any]) -> None:
    if columns.get("cover"):
        after_commit(make_cover_copies, post.pk, post.cover.name)
