"""The interface under /v1/: who may call it, which parameters it takes, and replays by idempotency key."""

import base64
import binascii
import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any

from gateway import parameters
from gateway.bank import Bank
from gateway.errors import GatewayError, missing
from gateway.store import Record, public

KEY_MOST = 255
PRICE = parameters.fields(
    {
        "currency": parameters.currency,
        "unit_amount": parameters.whole(0),
        "product_data": parameters.fields(
            {"name": parameters.text(250), "description": parameters.text()}, {"name"}
        ),
    },
    {"currency", "unit_amount", "product_data"},
)
LINE = parameters.fields(
    {"quantity": parameters.whole(1, 999_999), "price_data": PRICE}, {"quantity", "price_data"}
)
SESSION = {
    "cancel_url": parameters.url,
    "client_reference_id": parameters.text(200),
    "customer_email": parameters.email,
    "expires_at": parameters.whole(0),
    "line_items": parameters.items(LINE),
    "locale": parameters.text(10),
    "metadata": parameters.mapping,
    "mode": parameters.one_of("payment"),
    "payment_intent_data": parameters.fields(
        {"description": parameters.text(1000), "metadata": parameters.mapping}
    ),
    "success_url": parameters.url,
}
REFUND = {
    "amount": parameters.whole(1),
    "metadata": parameters.mapping,
    "payment_intent": parameters.text(100),
    "reason": parameters.one_of("duplicate", "fraudulent", "requested_by_customer"),
}


@dataclass(frozen=True)
class Answer:
    """What goes back to the SDK."""

    status: int
    body: Record
    is_replay: bool = False


class Api:
    """Answers the calls of the shop."""

    def __init__(self, bank: Bank, key: str) -> None:
        """Let only the holder of the key in."""
        self.bank = bank
        self.key = key
        self.routes: list[tuple[str, re.Pattern[str], Callable[..., Record]]] = [
            ("POST", re.compile(r"/v1/checkout/sessions"), self._create_session),
            ("GET", re.compile(r"/v1/checkout/sessions/(\w+)"), self._session),
            ("POST", re.compile(r"/v1/checkout/sessions/(\w+)/expire"), self._expire),
            ("POST", re.compile(r"/v1/refunds"), self._refund),
            ("GET", re.compile(r"/v1/(payment_intents|charges|refunds|disputes)/(\w+)"), self._record),
        ]

    def answer(self, method: str, path: str, headers: Message, body: str) -> Answer:
        """Return the answer to a call; errors are answers too."""
        try:
            self._authenticate(headers.get("Authorization") or "")
            if method == "POST" and (key := headers.get("Idempotency-Key") or ""):
                return self._once(key, method, path, body)
            return Answer(200, public(self._call(method, path, body)))
        except GatewayError as error:
            return Answer(error.status, error.body())

    def _authenticate(self, header: str) -> None:
        scheme, _space, value = header.partition(" ")
        if scheme == "Basic":
            try:
                value = base64.b64decode(value).decode().partition(":")[0]
            except (binascii.Error, UnicodeDecodeError):
                value = ""
        if not secrets.compare_digest(value.encode(), self.key.encode()):
            raise GatewayError("Invalid API Key provided.", status=401)

    def _once(self, key: str, method: str, path: str, body: str) -> Answer:
        """Call once per key; the same call again gets the first answer, another one is an error."""
        if len(key) > KEY_MOST:
            raise GatewayError(f"Idempotency keys have at most {KEY_MOST} characters.")
        digest = hashlib.sha256(f"{path}\n{body}".encode()).hexdigest()
        with self.bank.lock:
            seen = self.bank.store.get(f"key:{key}", "replay")
            if seen is None:
                answer = public(self._call(method, path, body))
                self.bank.store.save(
                    {"id": f"key:{key}", "object": "replay", "digest": digest, "answer": answer}
                )
                return Answer(200, answer)
        if seen["digest"] != digest:
            raise GatewayError(
                "Keys for idempotent requests can only be used with the same parameters as the first time.",
                kind="idempotency_error",
            )
        return Answer(200, seen["answer"], is_replay=True)

    def _call(self, method: str, path: str, body: str) -> Record:
        for verb, pattern, function in self.routes:
            match = pattern.fullmatch(path)
            if match and verb == method:
                return function(*match.groups(), parameters.decode(body))
        raise GatewayError(f"Unrecognized request URL ({method}: {path}).", status=404)

    def _create_session(self, values: Mapping[str, Any]) -> Record:
        required = {"mode", "line_items", "success_url"}
        return self.bank.create_session(parameters.check(values, SESSION, required))

    def _session(self, key: str, values: Mapping[str, Any]) -> Record:
        return self.bank.session(key)

    def _expire(self, key: str, values: Mapping[str, Any]) -> Record:
        parameters.check(values, {}, set())
        return self.bank.expire_session(key)

    def _refund(self, values: Mapping[str, Any]) -> Record:
        return self.bank.refund(parameters.check(values, REFUND, {"payment_intent"}))

    def _record(self, kind: str, key: str, values: Mapping[str, Any]) -> Record:
        record = self.bank.store.get(key, kind.removesuffix("s"))
        if record is None:
            raise missing(kind.removesuffix("s"), key)
        return record
