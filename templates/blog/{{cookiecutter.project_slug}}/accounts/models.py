"""The user, who signs in with an e-mail address, and the profile that others see."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes users from e-mail addresses."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Return a new user whose handle is made from the e-mail address unless given."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Return a new user who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    handle = models.SlugField(_("handle"), max_length=60, unique=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may enter the administration"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.handle

    @cached_property
    def roles(self) -> frozenset[str]:
        """The names of the groups of this user, read once per instance."""
        return frozenset(self.groups.values_list("name", flat=True))

    def has_role(self, *roles: str) -> bool:
        """Tell whether this user is active and has one of the roles; administrators have them all."""
        if not self.is_active:
            return False
        return self.is_superuser or Role.ADMINISTRATOR in self.roles or not self.roles.isdisjoint(roles)


class Profile(models.Model):
    """What others see of a user, and what the user wants to be told."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="profile", verbose_name=_("user")
    )
    bio = models.TextField(_("about you"), max_length=1000, blank=True)
    website = models.URLField(_("website"), blank=True)
    avatar = models.ImageField(_("picture"), upload_to="avatars/", blank=True)
    notify_by_email = models.BooleanField(_("tell me by e-mail"), default=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.user)
