"""A post as a Markdown file and back."""

from datetime import UTC, datetime

from django.test import TestCase

from posts.tests.factories import make_post
from taxonomy.models import Category, Series, Tag
from transfer.errors import BadEntryError
from transfer.markdown_files import from_markdown, to_markdown


class RoundTripTests(TestCase):
    """What goes out comes back the same."""

    def test_everything_comes_back(self):
        post = make_post(
            title='Soup: "hot" & cold',
            body="Text\n\n---\n\nMore",
            excerpt="It's good",
            category=Category.objects.create(name="Kitchen", slug="kitchen"),
            series=Series.objects.create(name="Winter", slug="winter"),
            series_position=2,
        )
        post.tags.set([Tag.objects.create(name=name, slug=name) for name in ("soup", "bread")])

        entry = from_markdown(to_markdown(post), "posts/x.md")

        self.assertEqual((entry.title, entry.slug, entry.body), (post.title, post.slug, post.body))
        self.assertEqual((entry.excerpt, entry.author), ("It's good", post.author.handle))
        self.assertEqual((entry.category, entry.tags), ("Kitchen", ["bread", "soup"]))
        self.assertEqual((entry.series, entry.series_position), ("Winter", 2))
        self.assertEqual((entry.status, entry.published_at), (post.status, post.published_at))

    def test_file_of_another_program_is_understood(self):
        text = "---\r\ntitle: Hello\r\npublished_at: 2026-01-02\r\ntags: a, b\r\n---\r\nHi\r\n"

        entry = from_markdown(text, "_posts/hello-world.md")

        self.assertEqual((entry.slug, entry.tags, entry.body), ("hello-world", ["a", "b"], "Hi\n"))
        self.assertEqual(entry.published_at, datetime(2026, 1, 2, tzinfo=UTC))


class BadFileTests(TestCase):
    """Each defect gets its own sentence."""

    def test_defects_are_named(self):
        defects = {
            "no front": "does not begin with front matter",
            "---\ntitle: x\n": "has no end",
            "---\na: [\n---\n": "not valid YAML",
            "---\n- a\n---\n": "not a list of names and values",
            "---\nslug: x\n---\n": "has no title",
            "---\ntitle: {a: b}\n---\n": "“title” is not a text",
            f"---\ntitle: {'x' * 201}\n---\n": "“title” is too long",
            "---\ntitle: x\nstatus: live\n---\n": "no status “live”",
            "---\ntitle: x\npublished_at: soon\n---\n": "“published_at” is not a date",
            "---\ntitle: x\npublished_at: 2026-13-45\n---\n": "not valid YAML",
            "---\ntitle: x\nseries_position: -1\n---\n": "“series_position” is not a whole number",
            "---\ntitle: x\ntags: {a: b}\n---\n": "“tags” is not a list of words",
            "---\ntitle: !!python/object/apply:os.system [ls]\n---\n": "not valid YAML",
        }
        for text, sentence in defects.items():
            with self.subTest(text[:40]), self.assertRaises(BadEntryError) as caught:
                from_markdown(text, "x.md")
            self.assertIn(sentence, str(caught.exception))
