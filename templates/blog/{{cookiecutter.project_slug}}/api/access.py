"""Who reads, and how often: tokens instead of sessions, and a limit for each reader."""

from typing import Any

from django.http import HttpRequest
from rest_framework.authentication import TokenAuthentication
from rest_framework.throttling import BaseThrottle

from accounts.models import User
from api.services import fingerprint
from core.client_ip import client_network
from core.ratelimit import seconds_to_wait

VISITOR_RATE, MEMBER_RATE = "60/m", "600/m"


class FingerprintAuthentication(TokenAuthentication):
    """Finds a token by its fingerprint. Cookies are not looked at, so no other site can read in our name."""

    def authenticate_credentials(self, key: str) -> tuple[User, Any]:
        return super().authenticate_credentials(fingerprint(key))


class ReaderThrottle(BaseThrottle):
    """Counts each account, or the network of a visitor, as the pages do; RATE_LIMITS overrides the rates."""

    seconds = 0

    def allow_request(self, request: HttpRequest, view: Any) -> bool:
        if request.user.is_authenticated:
            self.seconds = seconds_to_wait("api-member", MEMBER_RATE, f"user:{request.user.pk}")
        else:
            self.seconds = seconds_to_wait("api-visitor", VISITOR_RATE, f"ip:{client_network(request)}")
        return not self.seconds

    def wait(self) -> int:
        return self.seconds
