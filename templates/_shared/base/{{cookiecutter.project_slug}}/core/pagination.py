"""Pages by cursor: page 10,000 costs what page 1 costs, and new rows never shift what one reads."""

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.db.models.expressions import BaseExpression
from django.http import Http404
from django.utils.translation import gettext as _

CURSOR_MAX_LENGTH = 500
FORWARD, BACK = "n", "p"


class BadCursor(Http404):
    """The cursor was not made by us for this list; answered like an address that does not exist."""

    def __init__(self) -> None:
        super().__init__(_("This page link is damaged. Start again from the first page."))


@dataclass(frozen=True)
class Page:
    """One page of rows; a cursor is None where the list ends."""

    items: list[Any]
    next_cursor: str | None = None
    previous_cursor: str | None = None

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


class KeysetPaginator:
    """Cuts a queryset into pages by the values of `fields`, which must be non-null and end unique."""

    def __init__(
        self, queryset: QuerySet[Any], fields: Sequence[str] = ("-published_at", "-pk"), per_page: int = 10
    ) -> None:
        self.fields = tuple(fields)
        self.per_page = per_page
        self.names = [field.lstrip("-") for field in self.fields]
        self.queryset = queryset.order_by(*self.fields)

    def page(self, cursor: str | None = None) -> Page:
        """Return the page that the cursor opens, the first one without. Raises BadCursor (a 404)."""
        if not cursor:
            return self._forward(self.queryset, has_previous=False)
        direction, values = self._decode(cursor)
        if direction == FORWARD:
            rows = self.queryset.filter(self._beyond(values))
            return self._forward(rows, has_previous=True, values=values)
        return self._back(values)

    def _forward(self, rows: QuerySet[Any], has_previous: bool, values: Sequence[Any] = ()) -> Page:
        # One row more than shown tells whether there is a next page, without counting.
        items = list(rows[: self.per_page + 1])
        has_next, items = len(items) > self.per_page, items[: self.per_page]
        previous = None
        if has_previous:
            previous = self._encode(BACK, self._values(items[0]) if items else values)
        return Page(items, self._encode(FORWARD, self._values(items[-1])) if has_next else None, previous)

    def _back(self, values: Sequence[Any]) -> Page:
        rows = self.queryset.filter(self._beyond(values, reverse=True)).reverse()
        items = list(rows[: self.per_page + 1])
        if len(items) < self.per_page:
            # The list has grown or shrunk meanwhile: a full first page reads better than half a one.
            return self.page()
        has_previous, items = len(items) > self.per_page, items[: self.per_page][::-1]
        previous = self._encode(BACK, self._values(items[0])) if has_previous else None
        return Page(items, self._encode(FORWARD, self._values(items[-1])), previous)

    def _beyond(self, values: Sequence[Any], reverse: bool = False) -> Q:
        """Return `(a, b) > (x, y)` in the order of the fields, which may be mixed."""
        condition, equal = Q(), Q()
        for field, name, value in zip(self.fields, self.names, values, strict=True):
            operator = "lt" if field.startswith("-") != reverse else "gt"
            condition |= equal & Q((f"{name}__{operator}", value))
            equal &= Q((name, value))
        # Implied by the rest, but it is what lets the database enter the index at the right place.
        edge = "lte" if self.fields[0].startswith("-") != reverse else "gte"
        return Q((f"{self.names[0]}__{edge}", values[0])) & condition

    def _values(self, row: Model) -> list[Any]:
        return [attrgetter(name.replace("__", "."))(row) for name in self.names]

    def _encode(self, direction: str, values: Sequence[Any]) -> str:
        text = json.dumps([direction, *(_to_text(value) for value in values)], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _decode(self, cursor: str) -> tuple[str, list[Any]]:
        if len(cursor) > CURSOR_MAX_LENGTH:
            raise BadCursor
        try:
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            direction, *texts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            if direction not in (FORWARD, BACK) or len(texts) != len(self.names):
                raise BadCursor
            return direction, [self._parse(name, text) for name, text in zip(self.names, texts, strict=True)]
        except (UnicodeError, binascii.Error, ValueError, TypeError, RecursionError) as error:
            raise BadCursor from error

    def _parse(self, name: str, text: object) -> Any:
        if not isinstance(text, str) or "\x00" in text:
            raise BadCursor
        try:
            value = self._field(name).to_python(text)
        except (ValidationError, OverflowError) as error:
            raise BadCursor from error
        if value is None or (hasattr(value, "tzinfo") and value.tzinfo is None):
            raise BadCursor
        return value

    def _field(self, name: str) -> Field:
        annotation = self.queryset.query.annotations.get(name)
        if isinstance(annotation, BaseExpression):
            return annotation.output_field
        model = self.queryset.model
        *relations, last = name.split("__")
        for relation in relations:
            model = model._meta.get_field(relation).related_model
        if last == "pk":
            return model._meta.pk
        field = model._meta.get_field(last)
        if not isinstance(field, Field):
            raise FieldDoesNotExist(name)
        return field


def _to_text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
