"""What happens to the token of somebody who leaves. The export leaves it out, as it does passwords."""

from rest_framework.authtoken.models import Token

from accounts.models import User


def erase(user: User) -> None:
    """Forget the token: the row of the user stays, so no cascade does it."""
    Token.objects.filter(user=user).delete()
