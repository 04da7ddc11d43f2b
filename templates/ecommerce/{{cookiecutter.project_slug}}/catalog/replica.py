"""Where pages that only look read from: a copy of the database if the shop has one.

Whoever writes, or has just written, reads the primary: a copy is some milliseconds behind. So there
is no router that decides; a query of the catalogue asks for the copy by name, all others never do.
"""

from django.conf import settings

REPLICA = "replica"


def reading() -> str:
    """Return the alias of the database for pages that only look: ``Product.objects.using(reading())``."""
    return REPLICA if REPLICA in settings.DATABASES else "default"
