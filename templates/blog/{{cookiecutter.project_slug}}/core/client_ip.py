"""The address of the visitor, which anybody can forge unless our own proxies wrote it."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def client_ip(request: HttpRequest) -> str:
    """Return the visitor's address, or "unknown".

    Behind n = TRUSTED_PROXY_COUNT proxies it is the n-th entry of X-Forwarded-For from the right:
    all entries further left were sent by the visitor.
    """
    count = settings.TRUSTED_PROXY_COUNT
    if not count:
        return _checked(request.META.get("REMOTE_ADDR", ""))
    parts = request.headers.get("X-Forwarded-For", "").split(",")
    addresses = [part.strip() for part in parts if part.strip()]
    if len(addresses) < count:
        return _checked(request.META.get("REMOTE_ADDR", ""))
    return _checked(addresses[-count])


def client_network(request: HttpRequest) -> str:
    """Return the address, but of IPv6 the /64 network: one household owns 2**64 addresses."""
    address = client_ip(request)
    if address == UNKNOWN:
        return address
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Address(int(parsed) >> 64 << 64))
    return address


def _checked(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return UNKNOWN
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(parsed)
