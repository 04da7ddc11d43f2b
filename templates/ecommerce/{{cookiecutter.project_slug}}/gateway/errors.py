"""The errors of the interface, in Stripe's form: https://docs.stripe.com/api/errors."""

from typing import Any


class GatewayError(Exception):
    """A request that is refused, with the status and the kind of error that the SDK turns into a class."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str = "",
        param: str = "",
    ) -> None:
        """Keep what the answer says."""
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.code = code
        self.param = param

    def body(self) -> dict[str, Any]:
        """Return the answer."""
        error = {"type": self.kind, "message": str(self), "code": self.code, "param": self.param}
        return {"error": {name: value for name, value in error.items() if value}}


def missing(kind: str, key: str) -> GatewayError:
    """Return the error for an id that nobody knows."""
    return GatewayError(f"No such {kind}: '{key}'", status=404, code="resource_missing", param="id")
