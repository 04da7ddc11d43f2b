"""What somebody is about to buy; a guest's cart is known by a random token in a signed cookie."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cart.querysets import CartLineQuerySet
from catalog.models import Variant
from core.models import TimeStampedModel


class Cart(TimeStampedModel):
    """A cart holds no prices: they are asked anew for each page and at checkout."""

    class Status(models.TextChoices):
        """A cart becomes one order at most, or is merged into the cart of an account."""

        OPEN = "open", _("open")
        ORDERED = "ordered", _("ordered")
        MERGED = "merged", _("merged")

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="carts", null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3)
    coupon_code = models.CharField(_("coupon"), max_length=40, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(status="open", user__isnull=False), name="cart_one_open_per_user"
            ),
        ]
        indexes = [models.Index(fields=["updated_at"], condition=Q(status="open"), name="cart_abandoned")]

    def __str__(self) -> str:
        return str(self.token)


class CartLine(models.Model):
    """A variant and how many of it."""

    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines", verbose_name=_("cart"))
    variant = models.ForeignKey(
        Variant, on_delete=models.CASCADE, related_name="+", verbose_name=_("variant")
    )
    quantity = models.PositiveIntegerField(_("quantity"))
    # The price of one piece, on lines that were read by ``with_articles``.
    amount: int | None

    objects = CartLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a cart")
        verbose_name_plural = _("lines of a cart")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="cart_one_line_per_variant"),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=99), name="cart_sane_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.variant}"
