"""What the shop and the local gateway agree on without any configuration; production refuses all of it."""

LOCAL_PORT = 8008
LOCAL_ADDRESS = f"http://127.0.0.1:{LOCAL_PORT}"
LOCAL_KEY = "sk_test_local"
LOCAL_SIGNING_KEY = "whsec_local"
WEBHOOK_PATH = "/payments/webhook/"


def is_local(address: str) -> bool:
    """Tell whether an address of the interface is that of a gateway on this machine."""
    return address.startswith(("http://127.0.0.1:", "http://localhost:"))
