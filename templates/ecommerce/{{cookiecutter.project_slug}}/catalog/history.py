"""Who changed what: services write into the same history that the administration shows."""

from collections.abc import Iterable

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType

from accounts.models import User
from catalog.models import Product


def note_change(products: Iterable[Product], *, by: User, message: str) -> None:
    """Write one line for each product."""
    kind = ContentType.objects.get_for_model(Product)
    LogEntry.objects.bulk_create(
        LogEntry(
            user=by,
            content_type=kind,
            object_id=str(product.pk),
            object_repr=str(product)[:200],
            action_flag=CHANGE,
            change_message=message,
        )
        for product in products
    )
