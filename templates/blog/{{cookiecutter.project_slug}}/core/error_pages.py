"""The pages for 400, 403, 404, 429 and 500; each shows the request id, which leads to the log."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from core.logs import request_id

OUTAGE_SECONDS = 30


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error_page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error_page(request, 403, template="403_csrf.html")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error_page(request, 404)


def too_many_requests(request: HttpRequest, seconds: int) -> HttpResponse:
    """Ask the visitor to wait; `seconds` is also sent as Retry-After."""
    response = _error_page(request, 429, retry_after=seconds)
    response.headers["Retry-After"] = str(seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 while the database does not answer: web servers and robots then try again.

    The page is made without the request, since what broke it may break the context processors too.
    """
    page = loader.get_template("500.html").render({"request_id": request_id.get()})
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return HttpResponse(page, status=503, headers={"Retry-After": str(OUTAGE_SECONDS)})
    return HttpResponse(page, status=500)


def _error_page(request: HttpRequest, status: int, template: str = "", **context: Any) -> HttpResponse:
    context["request_id"] = request_id.get()
    response = render(request, template or f"{status}.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
