"""Reads parameters as the SDK sends them, and refuses what Stripe refuses: unknown, missing, no number."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from gateway.errors import GatewayError

Check = Callable[[Any, str], Any]
DIGITS = re.compile(r"-?[0-9]{1,12}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
CURRENCY = re.compile(r"[a-z]{3}")


def decode(body: str) -> dict[str, Any]:
    """Return the nested values of a form body such as ``line_items[0][quantity]=1``."""
    values: dict[str, Any] = {}
    for key, value in parse_qsl(body, keep_blank_values=True):
        *path, last = re.findall(r"[^\[\]]+", key) or [key]
        target = values
        for part in path:
            target = target.setdefault(part, {})
            if not isinstance(target, dict):
                raise GatewayError(f"Invalid parameter: {key}", param=key)
        target[last] = value
    return values


def check(values: Mapping[str, Any], known: Mapping[str, Check], required: set[str], path: str = "") -> dict:
    """Return the values, each checked. Raises GatewayError with the name of the first that is wrong."""
    for name in values:
        if name not in known:
            where = _join(path, name)
            raise GatewayError(f"Received unknown parameter: {where}", code="parameter_unknown", param=where)
    for name in sorted(required):
        if values.get(name) in (None, "", {}):
            where = _join(path, name)
            raise GatewayError(f"Missing required param: {where}.", code="parameter_missing", param=where)
    return {name: known[name](value, _join(path, name)) for name, value in values.items()}


def whole(least: int, most: int = 99_999_999_999) -> Check:
    """Return a check for a whole number: ``19.99`` is none."""

    def check_whole(value: Any, where: str) -> int:
        if not isinstance(value, str) or not DIGITS.fullmatch(value):
            raise GatewayError(f"Invalid integer: {value}", code="parameter_invalid_integer", param=where)
        if not least <= int(value) <= most:
            raise GatewayError(f"{where} must lie between {least} and {most}.", param=where)
        return int(value)

    return check_whole


def text(most: int = 500) -> Check:
    """Return a check for text that is not too long."""
    pattern = re.compile("(?s).{1," + str(most) + "}")
    return _matching(pattern, f"a text of at most {most} characters")


def one_of(*choices: str) -> Check:
    """Return a check for one of some words."""
    return _matching(re.compile("|".join(map(re.escape, choices))), " or ".join(choices))


def fields(known: Mapping[str, Check], required: set[str] | None = None) -> Check:
    """Return a check for a group of parameters."""

    def check_fields(value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise GatewayError(f"Invalid object: {where}", param=where)
        return check(value, known, required or set(), where)

    return check_fields


def items(each: Check) -> Check:
    """Return a check for a list, whose places come as numbers."""

    def check_items(value: Any, where: str) -> list[Any]:
        if not isinstance(value, dict) or sorted(value) != sorted(map(str, range(len(value)))):
            raise GatewayError(f"Invalid array: {where}", param=where)
        return [each(value[str(place)], f"{where}[{place}]") for place in range(len(value))]

    return check_items


def mapping(value: Any, where: str) -> dict[str, str]:
    """Return metadata: at most 50 texts by name."""
    if not isinstance(value, dict) or len(value) > 50:
        raise GatewayError(f"Invalid object: {where}", param=where)
    return {str(name): text()(entry, _join(where, name)) for name, entry in value.items()}


def url(value: Any, where: str) -> str:
    """Return an address with http or https and a host."""
    parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise GatewayError("Not a valid URL", code="url_invalid", param=where)
    return value


def _matching(pattern: re.Pattern[str], meaning: str) -> Check:
    def check_pattern(value: Any, where: str) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise GatewayError(f"{where} must be {meaning}.", param=where)
        return value

    return check_pattern


def _join(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


email = _matching(EMAIL, "an e-mail address")
currency = _matching(CURRENCY, "a currency in small letters")
