"""The user, who signs in with an e-mail address, and the profile that others see."""

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.handles import HANDLE_MAX_LENGTH, propose_handles
from accounts.querysets import UserManager
from accounts.roles import Role


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. The row outlives the account, since posts and comments point at it."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is an account with this e-mail address.")},
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    handle = models.SlugField(
        _("handle"),
        max_length=HANDLE_MAX_LENGTH,
        unique=True,
        help_text=_("Part of the address of your public page: letters, digits and hyphens."),
        error_messages={"unique": _("Somebody else has this handle.")},
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may enter the administration"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        # One spelling for each address: then "unique" holds whatever the case somebody types.
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="accounts_user_email_lower_case")
        ]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a missing handle is made up, also when two people of one name join at the same time."""
        self.email = type(self).objects.normalize_email(self.email)
        if self.handle:
            super().save(*args, **kwargs)
            return
        for handle in propose_handles(self.name):
            self.handle = handle
            try:
                with transaction.atomic():
                    super().save(*args, **kwargs)
                return
            except IntegrityError:
                if not type(self).objects.filter(handle=handle).exists():
                    raise

    def get_absolute_url(self) -> str:
        """Return the address of the public page of this user, of the own account without such pages."""
        if not settings.USER_PAGE_ROUTE:
            return reverse("accounts:overview")
        return reverse(settings.USER_PAGE_ROUTE, args=[self.handle])

    @property
    def display_name(self) -> str:
        """What others call this user; never the e-mail address."""
        return self.name or self.handle

    def get_full_name(self) -> str:
        """What Django's admin calls this user."""
        return self.display_name

    @property
    def avatar_url(self) -> str:
        """The address of the picture, "" if there is none. Lists select `profile` along."""
        return self.profile.avatar_url if hasattr(self, "profile") else ""

    @cached_property
    def roles(self) -> frozenset[str]:
        """The names of the groups of this user, read once per instance."""
        return frozenset(group.name for group in self.groups.all())

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
    notify_by_email = models.BooleanField(_("tell me by e-mail what concerns me"), default=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def avatar_url(self) -> str:
        """The address of the picture, "" if there is none."""
        return self.avatar.url if self.avatar else ""
