"""A post as a Markdown file with front matter, as Jekyll, Hugo and Ghost know it, and back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml
from django.utils import timezone
from django.utils.translation import gettext as _

from posts.models import Post
from transfer.errors import BadEntryError

FENCE = "---\n"
WORDS = ("title", "slug", "excerpt", "author", "category", "series", "cover_alt", "cover")


@dataclass
class Entry:
    """What a file says about a post; the texts are as long as the columns allow."""

    title: str
    slug: str
    body: str
    excerpt: str = ""
    author: str = ""
    category: str = ""
    series: str = ""
    series_position: int | None = None
    cover: str = ""
    cover_alt: str = ""
    status: str = Post.Status.DRAFT
    published_at: datetime | None = None
    comments_open: bool = True
    tags: list[str] = field(default_factory=list)


def to_markdown(post: Post) -> str:
    """Return the file of a post; its relations should be fetched."""
    front = {
        "title": post.title,
        "slug": post.slug,
        "excerpt": post.excerpt,
        "author": post.author.handle,
        "category": post.category.name if post.category else None,
        "tags": sorted(tag.name for tag in post.tags.all()),
        "series": post.series.name if post.series else None,
        "series_position": post.series_position,
        "status": str(post.status),
        "published_at": post.published_at.isoformat() if post.published_at else None,
        "cover": f"images/{_base(post.cover.name or '')}" if post.cover else None,
        "cover_alt": post.cover_alt,
        "comments_open": post.comments_open,
    }
    filled = {key: value for key, value in front.items() if value not in (None, "", [])}
    dumped = yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=1000)
    # A line of the text that looks like a fence stands after the second one, where it means nothing.
    return f"{FENCE}{dumped}{FENCE}{post.body}"


def from_markdown(text: str, name: str) -> Entry:
    """Return what a file says. Raises BadEntryError with a sentence that names what is wrong."""
    front, body = _split(text.replace("\r\n", "\n").removeprefix("\ufeff"), name)
    words = {key: _word(front, key) for key in WORDS}
    words["slug"] = words["slug"] or name.rpartition("/")[2].removesuffix(".md")
    if not words["title"]:
        raise BadEntryError(_("It has no title."))
    return Entry(
        **words,
        body=body,
        tags=_words(front, "tags"),
        status=_status(front),
        published_at=_moment(front, "published_at"),
        series_position=_number(front, "series_position"),
        comments_open=bool(front.get("comments_open", True)),
    )


def _split(text: str, name: str) -> tuple[dict[str, Any], str]:
    if not text.startswith(FENCE):
        raise BadEntryError(_("It does not begin with front matter between two lines of three dashes."))
    head, fence, body = text.removeprefix(FENCE).partition(f"\n{FENCE}")
    if not fence:
        raise BadEntryError(_("Its front matter has no end."))
    try:
        front = yaml.safe_load(head)
    except (yaml.YAMLError, ValueError) as error:
        raise BadEntryError(_("Its front matter is not valid YAML.")) from error
    if not isinstance(front, dict):
        raise BadEntryError(_("Its front matter is not a list of names and values."))
    return front, body


def _word(front: dict[str, Any], key: str) -> str:
    value = front.get(key)
    if isinstance(value, (dict, list)):
        raise BadEntryError(_("The value of “%(key)s” is not a text.") % {"key": key})
    word = "" if value is None else str(value).strip()
    is_column = key in ("title", "slug", "excerpt", "cover_alt")
    limit = getattr(Post._meta.get_field(key), "max_length", None) if is_column else 80
    if len(word) > (limit or 80) or "\x00" in word:
        raise BadEntryError(_("The value of “%(key)s” is too long.") % {"key": key})
    return word


def _words(front: dict[str, Any], key: str) -> list[str]:
    value = front.get(key) or []
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, list) or len(words) > 30:
        raise BadEntryError(_("The value of “%(key)s” is not a list of words.") % {"key": key})
    return [_word({key: word}, key) for word in words if str(word).strip()]


def _status(front: dict[str, Any]) -> str:
    status = str(front.get("status") or Post.Status.DRAFT)
    if status not in Post.Status.values:
        raise BadEntryError(_("There is no status “%(status)s”.") % {"status": status[:40]})
    return status


def _number(front: dict[str, Any], key: str) -> int | None:
    value = front.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or not 0 <= value <= 32767:
        raise BadEntryError(_("The value of “%(key)s” is not a whole number.") % {"key": key})
    return value


def _moment(front: dict[str, Any], key: str) -> datetime | None:
    """Return a moment with a time zone: YAML knows dates and times, some programs write them as text."""
    value = front.get(key)
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise BadEntryError(_("The value of “%(key)s” is not a date.") % {"key": key}) from error
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - made aware below
    if value is not None and not isinstance(value, datetime):
        raise BadEntryError(_("The value of “%(key)s” is not a date.") % {"key": key})
    return timezone.make_aware(value) if value is not None and timezone.is_naive(value) else value


def _base(name: str) -> str:
    return name.rpartition("/")[2]
