"""The demonstration data: complete, the same each time, and harmless to run twice."""

import random
from unittest import mock

from django.core import mail
from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from core.markdown import render
from posts.demo.catalogue import ARTICLES
from posts.demo.filler import make_text
from posts.models import Post
from posts.seed import seed


def no_progress(label: str, done: int, total: int) -> None:
    """Stand in for the progress bar."""


class SeedTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for number in range(3):
            make_user(f"author{number}@example.com", Role.AUTHOR)
        # Rough edges are drawn in a quarter of the time.
        with mock.patch("posts.demo.pictures.SCALE", 1):
            seed(40, no_progress)

    def test_magazine_has_posts_in_every_state_and_the_wanted_size(self):
        self.assertEqual(Post.objects.count(), 40)
        states = {post.state for post in Post.objects.filter(slug__in=[one.slug for one in ARTICLES])}
        self.assertEqual(states, {"draft", "review", "scheduled", "published", "archived"})

    def test_articles_written_by_hand_are_complete(self):
        for article in ARTICLES:
            with self.subTest(article=article.slug):
                post = Post.objects.get(slug=article.slug)
                self.assertEqual(sorted(tag.name for tag in post.tags.all()), sorted(article.tags))
                self.assertEqual(
                    (post.cover_width, post.cover_height, post.cover_widths), (1280, 720, [480, 960])
                )
                self.assertEqual(post.body_html, render(article.body).html)
                self.assertEqual(list(post.revisions.values_list("version", flat=True)), [2, 1])

    def test_articles_stand_above_the_filler(self):
        newest = Post.objects.published().values_list("slug", flat=True)[:8]
        self.assertEqual(
            list(newest), [one.slug for one in ARTICLES if one.status == "published" and one.days > 0]
        )

    def test_nobody_is_told_of_old_posts(self):
        self.assertEqual(mail.outbox, [])
        self.assertFalse(Post.objects.to_announce().exists())

    def test_old_posts_are_not_shown_as_changed(self):
        for post in Post.objects.published():
            self.assertEqual((post.created_at, post.updated_at), (post.published_at, post.published_at))

    def test_second_run_adds_nothing(self):
        seed(40, no_progress)

        self.assertEqual(Post.objects.count(), 40)

    def test_composed_text_is_what_the_renderer_would_make(self):
        text = make_text(random.Random(3))  # noqa: S311 - not a secret

        rendered = render(text.body)
        self.assertEqual(text.body_html, rendered.html)
        self.assertEqual(text.toc, rendered.toc)
        self.assertEqual(text.reading_minutes, rendered.minutes)
        self.assertEqual(text.word_count, len(rendered.text.split()))
