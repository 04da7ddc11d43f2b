"""Feeds as RSS 2.0, Atom and JSON Feed 1.1: the newest posts with their whole text."""

import json
import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from posts.metadata import absolute
from posts.models import Post

POSTS_IN_FEED = 20
# XML 1.0 has no place for these characters, not even escaped.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class RssFeed(Rss201rev2Feed):
    """RSS 2.0 with the whole text in content:encoded and the author by name."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class AtomFeed(Atom1Feed):
    """Atom with the whole text."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class JsonFeed(SyndicationFeed):
    """JSON Feed, see https://www.jsonfeed.org/version/1.1/."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        json.dump(self._document(), outfile, ensure_ascii=False, indent=1)

    def _document(self) -> dict[str, Any]:
        return {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "items": [self._item(item) for item in self.items],
        }

    def _item(self, item: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["description"],
            "content_html": item["content"],
            "date_published": item["pubdate"].isoformat(),
            "date_modified": item["updateddate"].isoformat(),
            "authors": [{"name": item["author_name"]}],
            "tags": list(item["categories"]),
        }


FORMATS: dict[str, type[SyndicationFeed]] = {"rss": RssFeed, "atom": AtomFeed, "json": JsonFeed}


def render_feed(kind: str, posts: Iterable[Post], *, title: str, path: str, feed_path: str) -> str:
    """Return a feed ("rss", "atom" or "json") of the posts; `path` is the page that it accompanies."""
    feed = FORMATS[kind](
        title=_printable(title),
        link=absolute(path),
        description=_printable(title),
        language=translation.get_language(),
        feed_url=absolute(feed_path),
    )
    for post in posts:
        feed.add_item(**_item(post))
    return feed.writeString("utf-8")


def _item(post: Post) -> dict[str, Any]:
    address = absolute(post.get_absolute_url())
    published_at = post.published_at or post.updated_at
    return {
        "title": _printable(post.title),
        "link": address,
        "unique_id": address,
        "description": _printable(post.excerpt),
        "content": _printable(_with_full_addresses(post.body_html)),
        "author_name": _printable(str(post.author)),
        "pubdate": timezone.localtime(published_at),
        "updateddate": timezone.localtime(max(post.updated_at, published_at)),
        "categories": [tag.name for tag in post.tags.all()],
    }


def _with_full_addresses(html: str) -> str:
    """Make links and pictures work outside of the site; the HTML is our own, sanitised one."""
    return re.sub(r'\b(src|href)="(?=/(?!/))', rf'\1="{settings.SITE_URL.rstrip("/")}', html)


def _printable(text: str) -> str:
    return NOT_XML.sub("", text)
