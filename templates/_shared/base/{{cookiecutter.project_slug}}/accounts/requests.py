"""Who asks."""

from django.http import HttpRequest

from accounts.models import User


def signed_in_user(request: HttpRequest) -> User:
    """Return the user of a request that only somebody signed in can make, as `login_required` sees to."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("This view must be reachable only for users who are signed in.")
    return user
