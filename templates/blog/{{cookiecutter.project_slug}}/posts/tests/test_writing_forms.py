"""What the forms of the writing pages take and refuse."""

from django.test import TestCase
from django.utils import timezone, translation

from posts.forms import PostForm, PublishForm
from posts.tests.factories import make_post
from taxonomy.models import Tag


def errors_of(**data) -> dict[str, list[str]]:
    """Return the errors of a form with a title and these fields, by field."""
    return PostForm({"title": "A title", **data}).errors


class PostFormTests(TestCase):
    def test_title_alone_is_enough(self):
        self.assertEqual(errors_of(), {})

    def test_bad_values_are_errors_of_their_field(self):
        cases = {
            "title": " ",
            "excerpt": "x" * 301,
            "body": "x" * 200_001,
            "tags": ", ".join(f"tag {number}" for number in range(13)),
            "slug": "not a slug",
            "series_position": "0",
            "category": "99",
            "series": "none",
            "version": "0",
        }
        for field, value in cases.items():
            with self.subTest(field=field):
                self.assertEqual(list(errors_of(**{field: value})), [field])

    def test_long_tag_is_refused_before_it_reaches_the_database(self):
        self.assertEqual(list(errors_of(tags="x" * 81)), ["tags"])
        self.assertFalse(Tag.objects.exists())

    def test_null_character_is_refused(self):
        for field in ("title", "excerpt", "body", "tags"):
            with self.subTest(field=field):
                self.assertEqual(list(errors_of(**{field: "a\x00b"})), [field])

    def test_tags_are_made_once_whatever_their_capitals(self):
        form = PostForm({"title": "A title", "tags": " Rye , rye,RYE,, Oat  cake"})

        self.assertTrue(form.is_valid())
        self.assertEqual(sorted(tag.slug for tag in form.post_fields()["tags"]), ["oat-cake", "rye"])
        self.assertEqual(Tag.objects.count(), 2)

    def test_form_shows_the_post_and_saves_it_unchanged(self):
        tag = Tag.objects.create(name="Rye", slug="rye")
        post = make_post(tags=(tag,), excerpt="Short.", comments_open=False)
        shown = {name: value for name, value in PostForm(post=post).initial.items() if value is not None}
        form = PostForm(shown, post=post)

        self.assertTrue(form.is_valid(), form.errors)
        fields = form.post_fields()
        for name in ("title", "slug", "excerpt", "body", "comments_open", "series", "category"):
            with self.subTest(field=name):
                self.assertEqual(fields[name], getattr(post, name))
        self.assertEqual(fields["tags"], [tag])
        self.assertNotIn("cover", fields)

    def test_cover_that_stays_needs_its_description(self):
        post = make_post(cover="covers/x.webp", cover_alt="A loaf", cover_width=1, cover_height=1)

        self.assertEqual(list(PostForm({"title": "x"}, post=post).errors), ["cover_alt"])
        form = PostForm({"title": "x", "remove_cover": "on"}, post=post)
        self.assertTrue(form.is_valid())
        self.assertIsNone(form.post_fields()["cover"])


class PublishFormTests(TestCase):
    def test_time_is_read_in_the_zone_of_the_editor(self):
        with timezone.override("America/New_York"):
            form = PublishForm({"at": "2199-01-01T09:00"})
            self.assertTrue(form.is_valid())
            self.assertIn("America/New_York", form.fields["at"].help_text)
        self.assertEqual(form.cleaned_data["at"].astimezone(timezone.get_default_timezone()).hour, 14)

    def test_time_of_the_browser_is_read_in_every_language(self):
        for language in ("en", "de"):
            with self.subTest(language=language), translation.override(language):
                self.assertTrue(PublishForm({"at": "2199-01-01T09:00"}).is_valid())

    def test_nonsense_is_refused(self):
        for text in ("tomorrow", "2199-13-01T09:00", "0001-01-01T00:00", "x" * 1000):
            with self.subTest(text=text):
                self.assertFalse(PublishForm({"at": text}).is_valid())
