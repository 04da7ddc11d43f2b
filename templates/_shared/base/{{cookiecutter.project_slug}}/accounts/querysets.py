"""Which users there are, by what they may do."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models, transaction
from django.db.models import Q

from accounts.roles import Role

if TYPE_CHECKING:
    from accounts.models import User


class UserQuerySet(models.QuerySet["User"]):
    """Reads of users."""

    def active(self) -> Self:
        """Users who can sign in."""
        return self.filter(is_active=True)

    def with_role(self, *roles: str) -> Self:
        """Users who have one of the roles by name; see `administrators` for those who have them all."""
        return self.filter(
            pk__in=self.model.groups.through.objects.filter(group__name__in=roles).values("user")
        )

    def administrators(self) -> Self:
        """Active users who may do everything: the role or the superuser flag."""
        by_role = self.model.groups.through.objects.filter(group__name=Role.ADMINISTRATOR)
        return self.active().filter(Q(is_superuser=True) | Q(pk__in=by_role.values("user")))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes users from e-mail addresses, which differ in more than upper and lower case."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Return the address in lower case, as it is stored and compared."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user who signs in with this address, however it is capitalised."""
        return self.get(email=self.normalize_email(username))

    @transaction.atomic
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new user with a profile; the handle is made from the name unless given."""
        from accounts.models import Profile  # noqa: PLC0415 - the model needs its manager first

        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        Profile.objects.using(self._db).create(user=user)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new user who may do everything: an administrator without needing the role."""
        return self.create_user(email, password, **(fields | {"is_staff": True, "is_superuser": True}))
