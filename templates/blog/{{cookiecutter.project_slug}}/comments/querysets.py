"""Which comments somebody sees."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    pass


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments by what moderators decided."""

    def approved(self) -> Self:
        """Keep what everybody sees."""
        return self.filter(status="approved")
