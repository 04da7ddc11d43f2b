"""Uploaded pictures: only what Pillow made itself is stored, never the bytes that somebody sent."""

import struct
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 2560
WIDTHS = (480, 960, 1600)
QUALITY = 82
EXTENSIONS = {"JPEG": {".jpg", ".jpeg"}, "PNG": {".png"}, "WEBP": {".webp"}}

# Everything that Pillow is known to raise on files that were damaged by hand.
DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True)
class CleanImage:
    """A WebP picture without metadata; `file.name` is random and says nothing about its sender."""

    file: ContentFile
    width: int
    height: int


def clean_image(upload: File) -> CleanImage:
    """Re-encode an uploaded JPEG, PNG or WebP picture, turned upright and without its metadata.

    Raises ValidationError for anything else: SVG, HTML, a wrong extension, a damaged or huge file.
    """
    if upload.size is not None and upload.size > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 10 MB."), code="too_large")
    return _save(_open(upload, PurePath(upload.name or "").suffix.lower()))


def make_widths(file: IO[bytes] | File, widths: Sequence[int] = WIDTHS) -> list[CleanImage]:
    """Return smaller copies of a clean picture, one for each width that is less than its own."""
    file.seek(0)
    with Image.open(file) as image:
        image.load()
        smaller = [width for width in sorted(widths) if width < image.width]
        if not smaller:
            return []
        # Pillow works outside of Python's lock, so threads do use several processors here.
        with ThreadPoolExecutor(max_workers=len(smaller)) as pool:
            return list(pool.map(lambda width: _resize(image, width), smaller))


def _open(upload: File, extension: str) -> Image.Image:
    upload.seek(0)
    try:
        # `formats` keeps the many rarely used (and rarely attacked) decoders of Pillow out.
        with Image.open(upload, formats=list(EXTENSIONS)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("The picture has too many pixels."), code="too_many_pixels")
            if extension not in EXTENSIONS[image.format or ""]:
                raise ValidationError(_("The name of the file does not fit its format."), code="mislabelled")
            # Of a large photograph the decoder makes a smaller one, in a quarter of the memory.
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            upright = ImageOps.exif_transpose(image)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except DAMAGED as error:
        message = _("This is not a JPEG, PNG or WebP picture, or it is damaged.")
        raise ValidationError(message, code="invalid_image") from error


def _resize(image: Image.Image, width: int) -> CleanImage:
    height = max(1, round(image.height * width / image.width))
    return _save(image.resize((width, height), Image.Resampling.LANCZOS))


def _save(image: Image.Image) -> CleanImage:
    image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    buffer = BytesIO()
    # Pillow writes no metadata that it is not handed here: the place of a photograph stays private.
    image.save(buffer, "WEBP", quality=QUALITY)
    file = ContentFile(buffer.getvalue(), name=f"{uuid.uuid4().hex}.webp")
    return CleanImage(file, image.width, image.height)
