"""What lies in the warehouse, what is promised, and every movement of it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Variant
from inventory.querysets import StockQuerySet


class Stock(models.Model):
    """How many of a variant lie on the shelf, and how many of them are promised to orders."""

    variant = models.OneToOneField(
        Variant, on_delete=models.CASCADE, related_name="stock", verbose_name=_("variant")
    )
    on_hand = models.PositiveIntegerField(_("on hand"), default=0)
    reserved = models.PositiveIntegerField(_("reserved"), default=0)
    low_from = models.PositiveIntegerField(_("warn from this number down"), default=3)
    alerted_at = models.DateTimeField(_("warned at"), null=True, blank=True, editable=False)

    objects = StockQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stocks")
        constraints = [
            # The last guard: whatever the code does, more than there is cannot be promised.
            models.CheckConstraint(condition=Q(reserved__lte=F("on_hand")), name="inventory_never_oversold"),
        ]

    def __str__(self) -> str:
        return f"{self.variant}: {self.on_hand} - {self.reserved}"

    @property
    def available(self) -> int:
        """How many can be sold now."""
        return self.on_hand - self.reserved


class Reservation(models.Model):
    """Pieces promised to an order until it is paid or the time is over."""

    class State(models.TextChoices):
        """A reservation ends once: taken out of the stock, or given back."""

        HELD = "held", _("held")
        TAKEN = "taken", _("taken")
        RELEASED = "released", _("released")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer_id = models.UUIDField(editable=False)
    order_id = models.UUIDField(editable=False)
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="reservations")
    quantity = models.PositiveIntegerField(_("quantity"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.HELD)
    expires_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.UniqueConstraint(
                fields=["customer_id", "order_id", "variant"], name="inventory_one_reservation_per_line"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="inventory_reservation_quantity"),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="held"), name="inventory_to_release"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.variant}"


class Movement(models.Model):
    """One change of what lies on the shelf; the sum of all of them is the stock."""

    class Reason(models.TextChoices):
        """Why pieces came or went."""

        RECEIVED = "received", _("received")
        SOLD = "sold", _("sold")
        RETURNED = "returned", _("returned")
        CORRECTED = "corrected", _("corrected")

    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="movements")
    quantity = models.IntegerField(_("quantity"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    order_id = models.UUIDField(_("order"), null=True, blank=True)
    by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by"),
        null=True,
        blank=True,
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order_id", "variant", "reason"],
                condition=Q(reason="sold"),
                name="inventory_sold_once_per_order",
            ),
            models.CheckConstraint(condition=~Q(quantity=0), name="inventory_movement_moves"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity:+d} {self.variant}"
