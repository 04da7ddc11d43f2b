"""Archives for tests."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def make_archive(files: dict[str, str | bytes], name: str = "posts.zip") -> SimpleUploadedFile:
    """Return an upload of a zip file with the files."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return SimpleUploadedFile(name, target.getvalue(), "application/zip")


def make_picture() -> bytes:
    """Return a small red JPEG picture."""
    target = BytesIO()
    Image.new("RGB", (40, 30), "red").save(target, "JPEG")
    return target.getvalue()


def make_text(title: str = "Hello", body: str = "Hi", **front: object) -> str:
    """Return a Markdown file with front matter."""
    lines = [f"{key}: {value}" for key, value in ({"title": title} | front).items()]
    return "---\n" + "\n".join(lines) + f"\n---\n{body}"
