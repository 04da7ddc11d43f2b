"""Pictures of products: only what was made by us from the upload is stored."""

from django.core.files.storage import default_storage

from catalog.models import ProductImage, narrow_name
from catalog.shown import forget_catalog
from core.images import make_widths


def store_copies(picture_id: int, name: str) -> int:
    """Store the narrower copies of the picture called ``name``, and return how many.

    A picture that was replaced meanwhile gets none; a second run makes the same files again.
    """
    pictures = ProductImage.objects.filter(pk=picture_id, file=name)
    if not pictures.exists():
        return 0
    with default_storage.open(name) as file:
        copies = make_widths(file)
    for copy in copies:
        target = narrow_name(name, copy.width)
        # A second run would otherwise get a different, unknown name from the storage.
        default_storage.delete(target)
        default_storage.save(target, copy.file)
    pictures.update(widths=[copy.width for copy in copies])
    forget_catalog()
    return len(copies)


def delete_files(name: str, widths: list[int]) -> None:
    """Delete a picture and its copies."""
    for file in (name, *(narrow_name(name, width) for width in widths)):
        default_storage.delete(file)
