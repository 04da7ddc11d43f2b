"""Pages of a list by cursor, with whole addresses of the neighbours."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from core.pagination import KeysetPaginator


class CursorPages(BasePagination):
    """The pages of `core.pagination` as JSON. A damaged cursor is a 404."""

    fields: tuple[str, ...] = ("-moment", "-pk")
    per_page = 20

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any]:
        self.address = request.build_absolute_uri()
        cursor = request.query_params.get("cursor", "")
        self.page = KeysetPaginator(queryset, self.fields, self.per_page).page(cursor)
        return self.page.items

    def get_paginated_response(self, data: list[Any]) -> Response:
        cursors = {"next": self.page.next_cursor, "previous": self.page.previous_cursor}
        return Response({name: self._address(cursor) for name, cursor in cursors.items()} | {"results": data})

    def _address(self, cursor: str | None) -> str | None:
        return replace_query_param(self.address, "cursor", cursor) if cursor else None


class CommentPages(CursorPages):
    """Comments in reading order."""

    fields = ("path",)
    per_page = 100


class TagPages(CursorPages):
    """Tags by name, which is unique."""

    fields = ("name",)
    per_page = 100
