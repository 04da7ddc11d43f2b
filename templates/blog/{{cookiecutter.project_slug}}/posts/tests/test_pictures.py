"""Covers and pictures in the text: what is taken, what is refused, what is left behind."""

from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from accounts.tests.factories import make_user
from posts import covers
from posts.errors import PictureRefusedError, SlugTakenError
from posts.models import Post, PostImage
from posts.services import add_picture, create_post, delete_post, remove_picture, save_post

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(name: str = "photo.png", width: int = 20, image_format: str = "PNG", tail: bytes = b""):
    """Return an upload of a real picture, with bytes behind its end if asked for."""
    buffer = BytesIO()
    Image.new("RGB", (width, width // 2), "teal").save(buffer, image_format)
    return SimpleUploadedFile(name, buffer.getvalue() + tail)


def bad_uploads() -> dict[str, SimpleUploadedFile]:
    """Return what attackers try, by name."""
    return {
        "svg": SimpleUploadedFile("drawing.svg", SVG, content_type="image/svg+xml"),
        "svg called png": SimpleUploadedFile("drawing.png", SVG, content_type="image/png"),
        "html called jpg": SimpleUploadedFile("page.jpg", b"<html><script>alert(1)</script>"),
        "png called jpg": picture("photo.jpg"),
        "png called html": picture("photo.html"),
        "gif": picture("photo.gif", image_format="GIF"),
        "damaged": SimpleUploadedFile("photo.png", picture(width=900).read()[:400]),
        "larger than 10 MB": picture(tail=b"0" * (10 * 1024 * 1024)),
    }


class CoverTests(TestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)

    def _post_with_cover(self, width: int = 1000) -> Post:
        with self.captureOnCommitCallbacks(execute=True):
            post = create_post(self.author, title="x", cover=picture(width=width), cover_alt="A loaf")
        post.refresh_from_db()
        return post

    def test_cover_is_re_encoded_and_gets_narrower_copies(self):
        post = self._post_with_cover()

        self.assertEqual((post.cover_width, post.cover_height), (1000, 500))
        self.assertEqual(post.cover_widths, [480, 960])
        self.assertRegex(
            post.cover_srcset, r"^/media/covers/\S+-480\.webp 480w, /media/covers/\S+-960\.webp 960w$"
        )
        with default_storage.open(post.cover.name) as file, Image.open(file) as image:
            self.assertEqual((image.format, image.size), ("WEBP", (1000, 500)))

    def test_bytes_behind_the_picture_are_not_stored(self):
        post = create_post(self.author, title="x", cover=picture(tail=SVG), cover_alt="A loaf")

        with default_storage.open(post.cover.name) as file:
            self.assertNotIn(b"<script>", file.read())

    def test_cover_of_a_post_that_is_refused_is_not_left_behind(self):
        first, second = (create_post(self.author, title=title) for title in ("One", "Two"))
        new = {"cover_alt": "A loaf", "slug": first.slug}

        with self.assertRaises(SlugTakenError):
            create_post(self.author, title="x", cover=picture(), **new)
        with self.assertRaises(SlugTakenError):
            save_post(second, self.author, second.version, cover=picture(), **new)

        self.assertEqual([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()], [])

    def test_making_the_copies_twice_leaves_the_same_files(self):
        post = self._post_with_cover()
        folder = post.cover.name.rsplit("/", 1)[0]
        before = sorted(default_storage.listdir(folder)[1])

        self.assertEqual(covers.make_copies(post.pk, post.cover.name), 2)

        self.assertEqual(sorted(default_storage.listdir(folder)[1]), before)

    def test_cover_that_was_replaced_meanwhile_gets_no_copies(self):
        post = self._post_with_cover()

        self.assertEqual(covers.make_copies(post.pk, "covers/other.webp"), 0)

    def test_new_cover_and_deleted_post_leave_no_files(self):
        post = self._post_with_cover()
        old = post.cover.name
        with self.captureOnCommitCallbacks(execute=True):
            post = save_post(post, self.author, 1, cover=picture(), cover_alt="Another loaf")
        self.assertFalse(default_storage.exists(old))
        self.assertFalse(default_storage.exists(old.replace(".webp", "-480.webp")))
        self.assertTrue(default_storage.exists(post.cover.name))

        add_picture(post, self.author, picture(), "Crumbs")
        names = [post.cover.name, post.images.get().file.name]
        with self.captureOnCommitCallbacks(execute=True):
            delete_post(post, self.author)
        self.assertEqual([default_storage.exists(name) for name in names], [False, False])

    def test_cover_can_be_taken_away(self):
        post = save_post(self._post_with_cover(), self.author, 1, cover=None, cover_alt="")

        self.assertEqual((post.cover.name, post.cover_widths, post.cover_srcset), ("", [], ""))

    def test_cover_without_description_is_refused(self):
        with self.assertRaises(PictureRefusedError):
            create_post(self.author, title="x", cover=picture(), cover_alt=" ")

        self.assertFalse(Post.objects.exists())

    def test_bad_upload_is_refused_by_the_service_and_on_the_page(self):
        self.client.force_login(self.author)
        for name, upload in bad_uploads().items():
            with self.subTest(upload=name):
                with self.assertRaises(ValidationError):
                    create_post(self.author, title="x", cover=upload, cover_alt="A loaf")
                upload.seek(0)
                data = {"title": "x", "cover": upload, "cover_alt": "A loaf"}
                response = self.client.post(reverse("writing:new"), data)
                self.assertEqual(response.status_code, 422)
                self.assertTrue(response.context["form"].errors["cover"])
        self.assertFalse(Post.objects.exists())


class PictureTests(TestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)
        self.post = create_post(self.author, title="x")
        self.client.force_login(self.author)
        self.address = reverse("writing:pictures", args=[self.post.pk])

    def test_picture_is_listed_with_what_to_paste(self):
        self.client.post(self.address, {"file": picture(), "alt": "Rye [dark]"})

        stored = PostImage.objects.get()
        self.assertEqual(stored.markdown, f"![Rye (dark)]({stored.file.url})")
        self.assertContains(self.client.get(self.address), f"![Rye (dark)]({stored.file.url})")

    def test_bad_upload_is_refused(self):
        for name, upload in bad_uploads().items():
            with self.subTest(upload=name):
                response = self.client.post(self.address, {"file": upload, "alt": "x"})
                self.assertEqual(response.status_code, 422)
        self.assertFalse(PostImage.objects.exists())

    def test_picture_without_description_is_refused(self):
        self.assertEqual(self.client.post(self.address, {"file": picture(), "alt": " "}).status_code, 422)

        self.assertFalse(PostImage.objects.exists())

    def test_removed_picture_takes_its_file_along(self):
        stored = add_picture(self.post, self.author, picture(), "Rye")

        with self.captureOnCommitCallbacks(execute=True):
            remove_picture(stored, self.author)

        self.assertFalse(default_storage.exists(stored.file.name))
        self.assertFalse(PostImage.objects.exists())

    def test_page_asks_before_the_picture_goes(self):
        stored = add_picture(self.post, self.author, picture(), "Rye")
        page = reverse("writing:delete_picture", args=[self.post.pk, stored.pk])

        self.assertContains(self.client.get(page), "The picture “Rye” goes for ever.")
        self.assertTrue(PostImage.objects.exists())
        self.assertRedirects(self.client.post(page), self.address)
        self.assertFalse(PostImage.objects.exists())

    def test_service_refuses_a_picture_without_description(self):
        with self.assertRaises(PictureRefusedError):
            add_picture(self.post, self.author, picture(), " ")

    def test_picture_of_another_post_is_not_found(self):
        other = create_post(make_user(None, Role.AUTHOR), title="Other")
        stored = add_picture(other, other.author, picture(), "Rye")
        own_page = reverse("writing:delete_picture", args=[self.post.pk, stored.pk])
        other_page = reverse("writing:delete_picture", args=[other.pk, stored.pk])

        self.assertEqual([self.client.post(page).status_code for page in (own_page, other_page)], [404, 404])

        self.assertTrue(PostImage.objects.exists())
