"""Page numbers for tables of millions of rows."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator

MOST_ROWS = 10_000


class CappedPaginator(Paginator):
    """Counts no further than anybody leafs: counting ten million orders takes seconds, each time."""

    @cached_property
    def count(self) -> int:
        """Return the number of rows, or ``MOST_ROWS`` if there are more: older ones are found by search."""
        rows: Any = self.object_list
        return rows.order_by()[:MOST_ROWS].count()
