from io import BytesIO
from unittest import mock

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase
from PIL import Image

from core import images
from core.images import clean_image, make_widths

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def picture(size=(40, 30), form="PNG", mode="RGB", **options):
    """Return the bytes of a picture."""
    buffer = BytesIO()
    Image.new(mode, size, "red").save(buffer, form, **options)
    return buffer.getvalue()


def upload(content, name="photo.png"):
    return SimpleUploadedFile(name, content)


class CleanImageTests(SimpleTestCase):
    def test_known_formats_become_webp(self):
        for form, name in [("PNG", "a.png"), ("JPEG", "a.jpg"), ("JPEG", "A.JPEG"), ("WEBP", "a.webp")]:
            with self.subTest(form=form, name=name):
                clean = clean_image(upload(picture(form=form), name))

                with Image.open(clean.file) as image:
                    self.assertEqual((image.format, image.size), ("WEBP", (40, 30)))
                self.assertEqual((clean.width, clean.height), (40, 30))

    def test_name_says_nothing_about_the_sender(self):
        clean = clean_image(upload(picture(), "../../me at home.png"))

        self.assertRegex(str(clean.file.name), r"^[0-9a-f]{32}\.webp$")

    def test_transparency_stays(self):
        buffer = BytesIO()
        Image.new("RGBA", (40, 30), (255, 0, 0, 100)).save(buffer, "PNG")

        clean = clean_image(upload(buffer.getvalue()))

        with Image.open(clean.file) as image:
            self.assertEqual(image.mode, "RGBA")

    def test_picture_is_turned_upright_and_loses_its_metadata(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        exif[0x010F] = "Camera of somebody"

        clean = clean_image(upload(picture(form="JPEG", exif=exif, icc_profile=b"Camera profile"), "a.jpg"))

        self.assertEqual((clean.width, clean.height), (30, 40))
        self.assertNotIn(b"Camera", clean.file.read())
        with Image.open(clean.file) as image:
            self.assertEqual(dict(image.getexif()), {})

    def test_polyglot_loses_everything_but_the_picture(self):
        clean = clean_image(upload(picture(form="JPEG", comment=HTML) + HTML, "a.jpg"))

        self.assertNotIn(b"<script", clean.file.read())

    def test_huge_side_is_made_smaller(self):
        with mock.patch.object(images, "MAX_SIDE", 20):
            clean = clean_image(upload(picture((40, 30))))

        self.assertEqual((clean.width, clean.height), (20, 15))

    def test_large_photograph_is_decoded_smaller(self):
        photograph = upload(picture((2000, 1000), "JPEG"), "a.jpg")

        with mock.patch.object(images, "MAX_SIDE", 500):
            image = images._open(photograph, ".jpg")

        self.assertEqual(image.size, (1000, 500))

    def test_everything_else_is_refused(self):
        table = [
            ("svg", SVG, "a.svg", "invalid_image"),
            ("svg named png", SVG, "a.png", "invalid_image"),
            ("html named jpg", HTML, "a.jpg", "invalid_image"),
            ("html with the first bytes of a gif", b"GIF89a" + HTML, "a.gif", "invalid_image"),
            ("gif", picture(form="GIF"), "a.gif", "invalid_image"),
            ("bmp named png", picture(form="BMP"), "a.png", "invalid_image"),
            ("png named jpg", picture(), "a.jpg", "mislabelled"),
            ("png named html", picture(), "a.html", "mislabelled"),
            ("png without extension", picture(), "a", "mislabelled"),
            ("png with two extensions", picture(), "a.png.php", "mislabelled"),
            ("truncated png", picture((400, 400))[:200], "a.png", "invalid_image"),
            ("truncated jpeg", picture((400, 400), "JPEG")[:-800], "a.jpg", "invalid_image"),
            ("nothing", b"", "a.png", "invalid_image"),
            ("only the first bytes of a png", b"\x89PNG\r\n\x1a\n", "a.png", "invalid_image"),
        ]
        for name, content, filename, code in table:
            with self.subTest(name), self.assertRaises(ValidationError) as caught:
                clean_image(upload(content, filename))
            self.assertEqual(caught.exception.code, code)

    def test_decompression_bomb_is_refused_before_it_unpacks(self):
        bomb = picture((8000, 6000), mode="1")

        with (
            mock.patch.object(Image.Image, "convert", side_effect=AssertionError),
            self.assertRaises(ValidationError) as caught,
        ):
            clean_image(upload(bomb))

        self.assertLess(len(bomb), 20_000)
        self.assertEqual(caught.exception.code, "too_many_pixels")

    def test_even_larger_bomb_is_refused_by_pillow(self):
        with mock.patch.object(Image, "MAX_IMAGE_PIXELS", 100), self.assertRaises(ValidationError) as caught:
            clean_image(upload(picture((40, 30))))

        self.assertEqual(caught.exception.code, "invalid_image")

    def test_large_file_is_refused_unread(self):
        with mock.patch.object(images, "MAX_BYTES", 10), self.assertRaises(ValidationError) as caught:
            clean_image(upload(picture()))

        self.assertEqual(caught.exception.code, "too_large")


class WidthTests(SimpleTestCase):
    def test_smaller_copies_keep_the_proportions(self):
        clean = clean_image(upload(picture((2000, 1000))))

        copies = make_widths(clean.file)

        self.assertEqual(
            [(copy.width, copy.height) for copy in copies], [(480, 240), (960, 480), (1600, 800)]
        )
        for copy in copies:
            with Image.open(copy.file) as image:
                self.assertEqual(image.size, (copy.width, copy.height))

    def test_picture_is_never_made_larger(self):
        clean = clean_image(upload(picture((960, 10))))

        self.assertEqual([copy.width for copy in make_widths(clean.file)], [480])
        self.assertEqual(make_widths(clean.file, [960, 1600]), [])

    def test_very_flat_picture_keeps_one_line(self):
        clean = clean_image(upload(picture((1000, 1))))

        self.assertEqual([copy.height for copy in make_widths(clean.file)], [1, 1])
