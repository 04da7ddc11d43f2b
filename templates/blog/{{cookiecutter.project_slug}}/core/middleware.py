"""Middleware of our own; each works in a synchronous and in an asynchronous stack."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import sync_and_async_middleware

from core.logs import request_id
from core.preferences import TIME_ZONE_COOKIE, zone

logger = logging.getLogger("core.requests")

GetResponse = Callable[[HttpRequest], Any]
# What a proxy may send: anything else could smuggle lines into our logs and headers.
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


@sync_and_async_middleware
def request_id_middleware(get_response: GetResponse) -> GetResponse:
    """Give each request an id, that of the proxy if it sent one, for the logs and the answer."""

    def begin(request: HttpRequest) -> str:
        sent = request.headers.get("X-Request-ID", "")
        return sent if REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex

    if iscoroutinefunction(get_response):

        async def middleware_async(request: HttpRequest) -> HttpResponse:
            token = request_id.set(begin(request))
            try:
                response = await get_response(request)
                response.headers["X-Request-ID"] = request_id.get()
                return response
            finally:
                request_id.reset(token)

        return middleware_async

    def middleware(request: HttpRequest) -> HttpResponse:
        token = request_id.set(begin(request))
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = request_id.get()
            return response
        finally:
            request_id.reset(token)

    return middleware


@sync_and_async_middleware
def timing_middleware(get_response: GetResponse) -> GetResponse:
    """Say how long the answer took: in the log and, for the browser's tools, in Server-Timing."""

    def finish(request: HttpRequest, response: HttpResponse, started: float) -> HttpResponse:
        milliseconds = (time.perf_counter() - started) * 1000
        response.headers["Server-Timing"] = f"app;dur={milliseconds:.1f}"
        facts = {"method": request.method, "path": request.path, "status": response.status_code}
        logger.info("request", extra={**facts, "milliseconds": round(milliseconds, 1)})
        return response

    if iscoroutinefunction(get_response):

        async def middleware_async(request: HttpRequest) -> HttpResponse:
            started = time.perf_counter()
            return finish(request, await get_response(request), started)

        return middleware_async

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        return finish(request, get_response(request), started)

    return middleware


@sync_and_async_middleware
def time_zone_middleware(get_response: GetResponse) -> GetResponse:
    """Show times in the zone of the account or, for somebody without one, of the cookie."""
    if iscoroutinefunction(get_response):

        async def middleware_async(request: HttpRequest) -> HttpResponse:
            user = await request.auser() if _has_session(request) else None
            with timezone.override(_zone_of(request, user)):
                return await get_response(request)

        return middleware_async

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user if _has_session(request) else None
        with timezone.override(_zone_of(request, user)):
            return get_response(request)

    return middleware


def _has_session(request: HttpRequest) -> bool:
    # Asking for the user opens the session: pages for anonymous visitors must not.
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _zone_of(request: HttpRequest, user: Any) -> Any:
    return zone(getattr(user, "time_zone", "")) or zone(request.COOKIES.get(TIME_ZONE_COOKIE, ""))
