"""What a customer may want to buy later, or be given."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog.models import Variant
from wishlist.querysets import WishlistQuerySet, WishQuerySet


class Wishlist(models.Model):
    """One list per account; whoever has its link may read it while it is shared."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="wishlist", verbose_name=_("user")
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_shared = models.BooleanField(_("shared by link"), default=False)

    objects = WishlistQuerySet.as_manager()

    class Meta:
        verbose_name = _("wishlist")
        verbose_name_plural = _("wishlists")

    def __str__(self) -> str:
        return str(self.user)


class Wish(models.Model):
    """A variant on a list."""

    wishlist = models.ForeignKey(
        Wishlist, on_delete=models.CASCADE, related_name="wishes", verbose_name=_("wishlist")
    )
    variant = models.ForeignKey(
        Variant, on_delete=models.CASCADE, related_name="+", verbose_name=_("variant")
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["wishlist", "variant"], name="wishlist_once")]

    def __str__(self) -> str:
        return str(self.variant)
