"""The process of the gateway: HTTP on this machine only."""

import json
import logging
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from gateway import pages
from gateway.api import Api
from gateway.bank import Bank
from gateway.cards import BY_NUMBER
from gateway.defaults import LOCAL_KEY, LOCAL_SIGNING_KEY
from gateway.deliveries import Behaviour, Deliveries
from gateway.errors import GatewayError, missing
from gateway.store import MEMORY, Record, Store

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
BODY_MOST = 100_000
Fields = dict[str, str]
PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
}


class _Server(ThreadingHTTPServer):
    request_queue_size = 64

    def server_bind(self) -> None:
        """Bind without the base class's look-up of a name, which takes seconds off-line."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]


class Gateway:
    """The gateway with all its parts; `start` and `stop` it."""

    def __init__(
        self,
        port: int = 0,
        *,
        webhook_url: str = "",
        key: str = LOCAL_KEY,
        signing_key: str = LOCAL_SIGNING_KEY,
        path: Path | str = MEMORY,
        behaviour: Behaviour | None = None,
    ) -> None:
        """Take a port of this machine (0: any free one). Raises OSError when it is taken."""
        self._server = _Server((HOST, port), _handler_of(self))
        self.url = f"http://{HOST}:{self._server.server_port}"
        self.store = Store(path)
        self.deliveries = Deliveries(self.store, webhook_url, signing_key, behaviour)
        self.bank = Bank(self.store, self.deliveries.add, address=self.url)
        self.api = Api(self.bank, key)
        self._thread = threading.Thread(target=self._server.serve_forever, name="gateway", daemon=True)

    def start(self) -> None:
        """Serve, in threads of their own."""
        self.deliveries.start()
        self._thread.start()

    def stop(self) -> None:
        """End the threads and close everything."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self.deliveries.stop()
        self.store.close()


class _Handler(BaseHTTPRequestHandler):
    gateway: Gateway
    server_version = "gateway"
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        self._handle(self._get)

    def do_POST(self) -> None:
        self._handle(self._post)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        # Neither bodies nor headers: they hold keys and, elsewhere, cards.
        logger.debug(format, *args)

    def _handle(self, function: Callable[[str, str], None]) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > BODY_MOST:
            self.close_connection = True
            return self._send(413, "text/plain", b"Too large.")
        body = self.rfile.read(length).decode("utf-8", errors="replace")
        path = urlsplit(self.path).path
        if not self._is_from_here():
            return self._send(403, "text/plain", b"This gateway answers only to this machine.")
        if path.startswith("/v1/"):
            return self._call(path, body)
        try:
            return function(path, body)
        except GatewayError as error:
            return self._show(error.status, pages.message_page(str(error)))

    def _is_from_here(self) -> bool:
        """Refuse names that only point here (DNS rebinding), and forms of other sites."""
        hosts = {self.gateway.url.removeprefix("http://")}
        hosts.add(next(iter(hosts)).replace(HOST, "localhost"))
        origin = self.headers.get("Origin") or ""
        is_own_form = origin in {"", "null", *(f"http://{host}" for host in hosts)}
        return self.headers.get("Host") in hosts and is_own_form

    def _call(self, path: str, body: str) -> None:
        answer = self.gateway.api.answer(self.command, path, self.headers, body)
        headers = {"Idempotent-Replayed": "true"} if answer.is_replay else {}
        self._send(answer.status, "application/json", json.dumps(answer.body).encode(), headers)

    def _get(self, path: str, body: str) -> None:
        if path == "/gateway.css":
            return self._send(200, "text/css", pages.STYLE)
        if path == "/":
            store = self.gateway.store
            page = pages.overview(
                store.newest("checkout.session"), store.newest("event"), self.gateway.deliveries.behaviour
            )
            return self._show(200, page)
        match path.strip("/").split("/"):
            case ["pay", key]:
                session = self.gateway.bank.session(key)
                is_open = session["status"] == "open"
                return self._show(200, pages.pay_page(session) if is_open else pages.closed_page(session))
        raise missing("page", path)

    def _post(self, path: str, body: str) -> None:
        values = {name: texts[0] for name, texts in parse_qs(body).items()}
        bank = self.gateway.bank
        match path.strip("/").split("/"):
            case ["pay", key]:
                return self._pay(bank.session(key), values)
            case ["pay", key, "challenge"]:
                return self._answer_challenge(bank.session(key), values)
            case ["sessions", key, "expire"]:
                bank.expire_session(key)
            case ["sessions", key, "dispute"]:
                bank.dispute(key)
            case ["sessions", key, ("accept" | "refuse") as answer]:
                bank.decide(key, accepts=answer == "accept")
            case ["events", key, "send"]:
                self.gateway.deliveries.add(self._event(key))
            case ["behaviour"]:
                self._change_behaviour(values)
            case _:
                raise missing("page", path)
        return self._redirect("/")

    def _pay(self, session: Record, values: Fields) -> None:
        card = BY_NUMBER.get(values.get("card", "").replace(" ", ""))
        if card is None:
            return self._show(400, pages.pay_page(session, "Please choose a card."))
        if card.needs_challenge:
            return self._show(200, pages.challenge_page(session, card.number))
        return self._finish(session, card.number)

    def _answer_challenge(self, session: Record, values: Fields) -> None:
        if values.get("answer") != "yes":
            return self._show(402, pages.pay_page(session, "Your bank could not confirm that it is you."))
        return self._finish(session, values.get("card", ""))

    def _finish(self, session: Record, number: str) -> None:
        try:
            session = self.gateway.bank.pay(session["id"], BY_NUMBER[number])
        except GatewayError as error:
            return self._show(error.status, pages.pay_page(session, str(error)))
        return self._redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))

    def _event(self, key: str) -> Record:
        event = self.gateway.store.get(key, "event")
        if event is None:
            raise missing("event", key)
        return event

    def _change_behaviour(self, values: Fields) -> None:
        try:
            self.gateway.deliveries.behaviour = Behaviour(
                copies=max(1, int(values.get("copies", "1"))),
                delay=float(values.get("delay", "0")),
                lost=int(values.get("lost", "0")),
                reorder="reorder" in values,
            )
        except ValueError as error:
            raise GatewayError("Please enter numbers.") from error

    def _show(self, status: int, page: str) -> None:
        self._send(status, "text/html; charset=utf-8", page.encode(), PAGE_HEADERS)

    def _redirect(self, address: str) -> None:
        self._send(303, "text/plain", b"", {"Location": address})

    def _send(self, status: int, kind: str, body: bytes, headers: Fields | None = None) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _handler_of(gateway: Gateway) -> type[_Handler]:
    return type("Handler", (_Handler,), {"gateway": gateway})
