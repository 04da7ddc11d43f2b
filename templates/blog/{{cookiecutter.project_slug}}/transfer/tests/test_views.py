"""The page, the downloads and who may have them."""

import json
import zipfile
from io import BytesIO

from django.test import TestCase
from django.urls import reverse

from accounts.roles import Role
from accounts.tests.factories import make_user
from posts.models import Post
from posts.tests.factories import make_post
from transfer.exporting import export_entries
from transfer.tests.factories import make_archive, make_text


class AccessTests(TestCase):
    """Every address, for every kind of visitor."""

    def test_only_those_who_write_may_enter(self):
        visitors = {
            make_user(): 403,
            make_user(None, Role.MODERATOR): 403,
            make_user(None, Role.AUTHOR): 200,
            make_user(None, Role.EDITOR): 200,
        }
        for page in ("overview", "zip", "json"):
            self.client.logout()
            self.assertEqual(self.client.get(reverse(f"transfer:{page}")).status_code, 302)
            for user, status in visitors.items():
                self.client.force_login(user)
                self.assertEqual(self.client.get(reverse(f"transfer:{page}")).status_code, status, page)


class ExportTests(TestCase):
    """What the downloads contain."""

    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)
        make_post(author=self.author, slug="mine", status="draft")
        make_post(slug="theirs")
        self.client.force_login(self.author)

    def test_zip_of_an_author_holds_their_posts_only(self):
        response = self.client.get(reverse("transfer:zip"))

        archive = zipfile.ZipFile(BytesIO(response.getvalue()))
        self.assertEqual(archive.namelist(), ["posts/mine.md"])

    def test_json_of_an_editor_holds_every_post(self):
        self.client.force_login(make_user(None, Role.EDITOR))

        records = json.loads(self.client.get(reverse("transfer:json")).getvalue())

        self.assertEqual([record["slug"] for record in records], ["mine", "theirs"])

    def test_queries_do_not_grow_with_the_posts(self):
        for count in (1, 10):
            while Post.objects.count() < count:
                make_post()
            # The posts with author, category and series, and their tags.
            with self.subTest(count), self.assertNumQueries(2):
                list(export_entries(Post.objects.all()))

    def test_export_of_one_blog_is_the_import_of_another(self):
        content = self.client.get(reverse("transfer:zip")).getvalue()
        before = Post.objects.get(slug="mine")
        Post.objects.filter(slug="mine").delete()

        upload = make_archive({})
        upload.file = BytesIO(content)
        upload.size = len(content)
        self.client.post(reverse("transfer:overview"), {"archive": upload})

        after = Post.objects.get(slug="mine")
        self.assertEqual((after.title, after.body), (before.title, before.body))


class ImportPageTests(TestCase):
    """The form."""

    def setUp(self):
        self.client.force_login(make_user(None, Role.AUTHOR))

    def test_check_says_what_would_happen(self):
        data = {"archive": make_archive({"a.md": make_text(), "b.md": "?"}), "only_check": "on"}

        response = self.client.post(reverse("transfer:overview"), data)

        self.assertContains(response, "Nothing was kept: this was a check.")
        self.assertContains(response, "1 new post")
        self.assertContains(response, "does not begin with front matter")
        self.assertEqual(Post.objects.count(), 0)

    def test_import_makes_the_post(self):
        self.client.post(reverse("transfer:overview"), {"archive": make_archive({"a.md": make_text()})})

        self.assertEqual(Post.objects.get().slug, "a")

    def test_wrong_file_is_refused_in_a_sentence(self):
        upload = make_archive({}, name="posts.zip")
        upload.file = BytesIO(b"no zip")
        upload.size = 6

        response = self.client.post(reverse("transfer:overview"), {"archive": upload})

        self.assertContains(response, "This is not a zip file.", status_code=422)
        upload = make_archive({}, name="posts.txt")
        response = self.client.post(reverse("transfer:overview"), {"archive": upload})
        self.assertContains(response, "Choose a file that ends in .zip.", status_code=422)
