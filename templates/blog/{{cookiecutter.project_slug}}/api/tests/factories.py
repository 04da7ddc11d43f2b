"""Readers of the API for tests."""

from django.test import Client

from accounts.models import User
from api.services import make_token


def client_of(user: User | None) -> Client:
    """Return a client that sends a new token of the user, or none."""
    if user is None:
        return Client()
    return Client(headers={"Authorization": f"Token {make_token(user, by=user)}"})
