"""Pictures of posts: what is stored was made by us from the upload, and goes with its post."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.images import clean_image
from posts.errors import PictureRefusedError
from posts.models import Post, PostImage, narrow_name


def add_picture(post: Post, by: User, upload: File, alt: str) -> PostImage:
    """Store a picture for the text. Raises PictureRefusedError without alt text, ValidationError."""
    if not alt.strip():
        raise PictureRefusedError
    clean = clean_image(upload)
    return PostImage.objects.create(post=post, file=clean.file, alt=alt.strip())


@transaction.atomic
def remove_picture(picture: PostImage, by: User) -> None:
    """Delete a picture, its file after the commit."""
    name = picture.file.name or ""
    picture.delete()
    delete_files([name])


def store_cover(upload: File | None, alt: str) -> dict[str, Any]:
    """Return the columns of a new cover, or of none. Raises PictureRefusedError, ValidationError."""
    columns: dict[str, Any] = {"cover": "", "cover_widths": [], "cover_width": None, "cover_height": None}
    if not upload:
        return columns
    if not alt.strip():
        raise PictureRefusedError
    clean = clean_image(upload)
    name = default_storage.save(f"covers/{timezone.now():%Y/%m}/{clean.file.name}", clean.file)
    return columns | {"cover": name, "cover_width": clean.width, "cover_height": clean.height}


@contextmanager
def stored_cover(columns: Mapping[str, Any]) -> Iterator[None]:
    """Delete the new cover if the block fails: the database takes back rows, not files."""
    try:
        yield
    except Exception:
        if columns.get("cover"):
            default_storage.delete(columns["cover"])
        raise


def files_of(post: Post) -> list[str]:
    """Return the names of all files that belong to the post alone."""
    names = list(post.images.values_list("file", flat=True))
    if post.cover.name:
        cover = post.cover.name
        names += [cover, *(narrow_name(cover, width) for width in post.cover_widths)]
    return names


def delete_files(names: Iterable[str]) -> None:
    """Delete files once the rows that named them are gone for certain."""
    doomed = list(names)

    def delete() -> None:
        for name in doomed:
            default_storage.delete(name)

    transaction.on_commit(delete, robust=True)
