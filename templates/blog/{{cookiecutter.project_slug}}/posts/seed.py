"""The posts of the demonstration: a small magazine written by hand, then filler up to any size."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from accounts.roles import Role
from core.caching import bump
from posts import covers
from posts.demo.catalogue import ARTICLES, CATEGORIES, SERIES, TAGS, Article
from posts.demo.filler import make_text, make_title
from posts.demo.pictures import draw_cover
from posts.models import Post
from posts.services import create_post, save_post
from taxonomy.models import Category, Series, Tag
from taxonomy.services import get_or_create_tags

Progress = Callable[[str, int, int], None]

BATCH_SIZE = 2000
FILLER_SEED = 7
# Filler is as old as the magazine and older, so that the articles written by hand stay on top.
NEWEST_FILLER_DAYS, OLDEST_FILLER_DAYS = 60, 5 * 365


def seed(size: int, progress: Progress) -> None:
    """Make the magazine, then filler until there are ``size`` posts; what exists is kept."""
    authors = list(User.objects.filter(groups__name=Role.AUTHOR, is_active=True).order_by("pk"))
    _make_terms()
    existing = set(Post.objects.values_list("slug", flat=True))
    progress("Articles", 0, len(ARTICLES))
    for number, article in enumerate(ARTICLES):
        if article.slug not in existing:
            _make_article(article, number, authors[number % min(3, len(authors))])
        progress("Articles", number + 1, len(ARTICLES))
    _make_filler(size - Post.objects.count(), authors, progress)
    bump("posts")


def _make_terms() -> None:
    for name, description, parent in CATEGORIES:
        above = Category.objects.get(name=parent) if parent else None
        defaults = {"slug": slugify(name), "description": description, "parent": above}
        Category.objects.get_or_create(name=name, defaults=defaults)
    for name, description in SERIES:
        Series.objects.get_or_create(name=name, defaults={"slug": slugify(name), "description": description})
    get_or_create_tags(TAGS)


@transaction.atomic
def _make_article(article: Article, number: int, author: User) -> None:
    first = {"title": article.title, "body": article.body.split("\n\n", 1)[0], **article.earlier}
    post = create_post(author, slug=article.slug, **first)
    post = save_post(
        post,
        author,
        post.version,
        title=article.title,
        excerpt=article.excerpt,
        body=article.body,
        category=Category.objects.get(name=article.category),
        tags=list(Tag.objects.filter(name__in=article.tags)),
        series=Series.objects.get(name=SERIES[0][0]) if article.position else None,
        series_position=article.position,
    )
    picture = draw_cover(article.motif, article.sky, article.ground, number)
    name = default_storage.save(f"covers/demo/{article.slug}.webp", picture)
    times = _times(article.status, timezone.now() - timedelta(days=article.days))
    # Not by the services: nobody is to be told of posts that are a month old.
    row = Post.objects.get(pk=post.pk)
    row.cover, row.cover_alt, row.status = name, article.alt, article.status
    for column, value in times.items():
        setattr(row, column, value)
    row.save()
    covers.make_copies(row.pk, name)
    _age([row])


def _times(status: str, published_at: datetime) -> dict[str, datetime | None]:
    """Return the times that a post of that status has."""
    now = timezone.now()
    if status == Post.Status.REVIEW:
        return {"submitted_at": now - timedelta(hours=20)}
    if status == Post.Status.DRAFT:
        return {}
    return {"published_at": published_at, "announced_at": published_at if published_at <= now else None}


def _age(posts: list[Post]) -> None:
    """Let posts be as old as they say: else all of them were changed this minute."""
    old = Post.objects.filter(pk__in=[post.pk for post in posts], published_at__lte=timezone.now())
    old.update(created_at=F("published_at"), updated_at=F("published_at"))


def _make_filler(missing: int, authors: list[User], progress: Progress) -> None:
    if missing <= 0:
        return
    chance = random.Random(FILLER_SEED)  # noqa: S311 - the same posts on every machine
    categories = list(Category.objects.order_by("pk"))
    tags = list(Tag.objects.order_by("pk"))
    posts = _filler_posts(chance, Post.objects.count(), missing, authors, categories)
    done = 0
    progress("Posts", 0, missing)
    while batch := list(islice(posts, BATCH_SIZE)):
        with transaction.atomic():
            made = Post.objects.bulk_create(batch)
            links = [Post.tags.through(post=post, tag=tag) for post in made for tag in chance.sample(tags, 3)]
            Post.tags.through.objects.bulk_create(links, batch_size=3 * BATCH_SIZE)
            _age(made)
        done += len(batch)
        progress("Posts", done, missing)


def _filler_posts(
    chance: random.Random, first: int, missing: int, authors: list[User], categories: list[Category]
) -> Iterator[Post]:
    now = timezone.now()
    newest, oldest = NEWEST_FILLER_DAYS * 24 * 60, OLDEST_FILLER_DAYS * 24 * 60
    for number in range(first, first + missing):
        title, text = make_title(chance), make_text(chance)
        status = chance.choices((Post.Status.PUBLISHED, Post.Status.DRAFT, Post.Status.ARCHIVED), (95, 3, 2))[
            0
        ]
        yield Post(
            author=chance.choice(authors),
            title=title,
            slug=f"{slugify(title)}-{number}",
            excerpt=text.body.split("\n\n")[1].split(". ")[0] + ".",
            body=text.body,
            body_html=text.body_html,
            toc=text.toc,
            reading_minutes=text.reading_minutes,
            word_count=text.word_count,
            status=status,
            category=chance.choice(categories),
            view_count=chance.randrange(5000),
            **_times(status, now - timedelta(minutes=chance.randrange(newest, oldest))),
        )
