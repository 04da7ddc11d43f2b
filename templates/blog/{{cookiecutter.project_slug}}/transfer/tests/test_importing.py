"""What an archive becomes, by who brings it."""

from datetime import UTC, datetime
from unittest import mock

from django.conf import settings
from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from core.testing import assert_stays
from posts.models import Post
from posts.tests.factories import make_post
from taxonomy.models import Category, Series, Tag
from transfer import archives
from transfer.archives import Archive
from transfer.errors import ArchiveTooLargeError, NotAnArchiveError
from transfer.importing import import_archive
from transfer.tests.factories import make_archive, make_picture, make_text


class ImportTests(TestCase):
    """The service."""

    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)
        self.editor = make_user(None, Role.EDITOR)

    def bring(self, files, by=None, **choices):
        """Import files."""
        return import_archive(Archive(make_archive(files)), by or self.author, **choices)

    def test_author_brings_a_draft_of_their_own_whatever_the_file_says(self):
        text = make_text(author=self.editor.handle, status="published", published_at="2026-01-02")

        report = self.bring({"posts/hello.md": text})

        post = Post.objects.get()
        self.assertEqual(report.created, ["posts/hello.md"])
        self.assertEqual((post.slug, post.author, post.status), ("hello", self.author, "draft"))

    def test_editor_brings_author_status_and_date(self):
        text = make_text(
            author=self.author.handle, status="published", published_at="2026-01-02T08:00:00+00:00"
        )

        self.bring({"posts/hello.md": text}, self.editor)

        post = Post.objects.get()
        self.assertEqual((post.author, post.status), (self.author, "published"))
        self.assertEqual(post.published_at, datetime(2026, 1, 2, 8, tzinfo=UTC))

    def test_text_is_sanitised(self):
        self.bring({"a.md": make_text(body="<script>alert(1)</script>[x](javascript:alert(1))")})

        self.assertNotIn("<script", Post.objects.get().body_html)
        self.assertNotIn('href="javascript', Post.objects.get().body_html)

    def test_terms_are_found_in_any_case_or_made(self):
        soup = Tag.objects.create(name="Soup", slug="soup")

        self.bring({"a.md": make_text(tags="[soup, Bread, bread]")})

        self.assertEqual(set(Post.objects.get().tags.all()), {soup, Tag.objects.get(name="Bread")})

    def test_picture_comes_in_re_encoded(self):
        text = make_text(cover="images/red.jpg", cover_alt="A red field")

        self.bring({"a.md": text, "images/red.jpg": make_picture()})

        post = Post.objects.get()
        self.assertEqual((post.cover_width, post.cover_height), (40, 30))
        self.assertTrue(post.cover.name.endswith(".webp"))

    def test_existing_post_is_left_alone_unless_told_to_update(self):
        post = make_post(author=self.author, slug="hello", body="Old", status="draft")

        skipped = self.bring({"hello.md": make_text(body="New")})
        post.refresh_from_db()
        self.assertEqual((skipped.skipped, post.body), (["hello.md"], "Old"))

        updated = self.bring({"hello.md": make_text(body="New")}, update=True)
        post.refresh_from_db()
        self.assertEqual((updated.updated, post.body), (["hello.md"], "New"))
        self.assertEqual(post.revisions.first().body, "New")

    def test_author_cannot_overwrite_the_post_of_somebody_else(self):
        make_post(author=self.editor, slug="hello", body="Old")

        with assert_stays(Post.objects.all()):
            report = self.bring({"hello.md": make_text(body="New")}, update=True)

        self.assertEqual(report.refused, [("hello.md", "You may not change the post of this address.")])

    def test_author_cannot_overwrite_their_own_public_post(self):
        make_post(author=self.author, slug="hello", body="Old")

        with assert_stays(Post.objects.all()):
            report = self.bring({"hello.md": make_text(body="New")}, update=True)

        self.assertEqual(report.refused, [("hello.md", "You may not change the post of this address.")])

    def test_only_editors_bring_new_categories_and_series(self):
        for key, model in (("category", Category), ("series", Series)):
            files = {"a.md": make_text(**{key: "Brand new"})}
            with self.subTest(key):
                refused = self.bring(files).refused
                self.assertEqual(refused, [("a.md", "There is no category or series “Brand new”.")])
                self.assertEqual(model.objects.count(), 0)

                self.assertEqual(self.bring(files, self.editor, only_check=True).created, ["a.md"])

    def test_checking_keeps_nothing(self):
        files = {
            "a.md": make_text(tags="[new]", cover="red.jpg", cover_alt="A red field"),
            "red.jpg": make_picture(),
        }

        report = self.bring(files, only_check=True)

        self.assertEqual(report.created, ["a.md"])
        self.assertEqual((Post.objects.count(), Tag.objects.count()), (0, 0))
        self.assertEqual([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()], [])

    def test_checking_leaves_the_cover_of_a_post_that_exists(self):
        files = {
            "a.md": make_text(cover="red.jpg", cover_alt="A red field"),
            "red.jpg": make_picture(),
        }
        self.bring(files)
        cover = Post.objects.get().cover

        for update in (False, True):
            with self.subTest(update=update), assert_stays(Post.objects.all()):
                self.bring(files, update=update, only_check=True)
                self.assertTrue(cover.storage.exists(cover.name))

    def test_one_bad_file_does_not_keep_the_others_out(self):
        report = self.bring({"bad.md": "nothing", "good.md": make_text(), "ugly.md": b"---\n\xff\xfe"})

        self.assertEqual(report.created, ["good.md"])
        self.assertEqual([name for name, _ in report.refused], ["bad.md", "ugly.md"])

    def test_missing_picture_is_named(self):
        report = self.bring({"a.md": make_text(cover="../../etc/passwd", cover_alt="x")})

        self.assertEqual(report.refused[0][1], "Its picture “../../etc/passwd” is not in the archive.")
        self.assertEqual(Post.objects.count(), 0)

    def test_picture_that_is_none_is_refused(self):
        text = make_text(cover="a.jpg", cover_alt="x")

        report = self.bring({"a.md": text, "a.jpg": b"<svg onload=alert(1)>"})

        self.assertEqual((len(report.refused), Post.objects.count()), (1, 0))


class ArchiveTests(TestCase):
    """What is no archive, and what is too much."""

    def test_other_file_is_refused(self):
        upload = make_archive({})
        upload.file.seek(0)
        upload.file.write(b"not a zip file, whatever its name says")

        with self.assertRaises(NotAnArchiveError):
            Archive(upload)

    def test_too_many_files_are_refused(self):
        with mock.patch.object(archives, "MAX_FILES", 2), self.assertRaises(ArchiveTooLargeError):
            Archive(make_archive({f"{n}.md": "" for n in range(3)}))

    def test_bomb_is_refused_by_the_sizes_it_names(self):
        with mock.patch.object(archives, "MAX_TOTAL_BYTES", 1000), self.assertRaises(ArchiveTooLargeError):
            Archive(make_archive({"a.md": "x" * 2000}))

    def test_text_that_is_too_large_is_not_read_whole(self):
        with mock.patch.object(archives, "MAX_TEXT_BYTES", 100):
            [(_, error)] = Archive(make_archive({"a.md": "x" * 2000})).entries()

        self.assertEqual(str(error), "“a.md” is too large.")
