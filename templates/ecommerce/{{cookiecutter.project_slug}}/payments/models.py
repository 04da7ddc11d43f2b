"""What was asked of the gateway, what it told us, and what was given back."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStampedModel


class Payment(TimeStampedModel):
    """One session at the gateway for an order; its key is stored before anything is sent."""

    class State(models.TextChoices):
        """What is known of the money."""

        CREATED = "created", _("not yet sent")
        OPEN = "open", _("waiting for the customer")
        PAID = "paid", _("paid")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("expired")
        # Money came for which nothing was owed, or another amount: it goes back.
        UNMATCHED = "unmatched", _("paid without need")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer_id = models.UUIDField(editable=False)
    order = models.ForeignKey(
        "orders.Order", on_delete=models.PROTECT, related_name="payments", verbose_name=_("order")
    )
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    idempotency_key = models.CharField(max_length=100, editable=False)
    session_id = models.CharField(_("session at the gateway"), max_length=255, blank=True, db_index=True)
    intent_id = models.CharField(_("payment at the gateway"), max_length=255, blank=True, db_index=True)
    # Stripe sets no limit to its length.
    url = models.TextField(blank=True, editable=False)
    amount = models.PositiveBigIntegerField(_("amount in the smallest unit"))
    currency = models.CharField(_("currency"), max_length=3)
    captured = models.PositiveBigIntegerField(_("captured"), default=0)
    refunded = models.PositiveBigIntegerField(_("refunded"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CREATED)
    disputed_at = models.DateTimeField(_("disputed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer_id", "order", "attempt"], name="payments_one_per_attempt"
            ),
            models.UniqueConstraint(fields=["customer_id", "idempotency_key"], name="payments_key_once"),
            models.CheckConstraint(
                condition=Q(refunded__lte=F("captured")), name="payments_refund_within_captured"
            ),
        ]
        indexes = [
            models.Index(
                fields=["updated_at"],
                condition=Q(state__in=["created", "open"]),
                name="payments_to_ask_about",
            ),
            models.Index(F("created_at").desc(), F("id").desc(), name="payments_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.order} ({self.attempt})"

    @property
    def refundable(self) -> int:
        """How much can still be given back."""
        return self.captured - self.refunded


class Refund(TimeStampedModel):
    """Money given back, asked for by staff; reserved on the payment before the gateway is asked."""

    class State(models.TextChoices):
        """What became of it."""

        REQUESTED = "requested", _("requested")
        SUCCEEDED = "succeeded", _("succeeded")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer_id = models.UUIDField(editable=False)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("payment")
    )
    amount = models.PositiveBigIntegerField(_("amount in the smallest unit"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    restock = models.BooleanField(_("put the goods back on the shelf"), default=False)
    gateway_id = models.CharField(_("refund at the gateway"), max_length=255, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by"),
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="payments_refund_of_something"),
        ]
        indexes = [
            models.Index(
                fields=["updated_at"], condition=Q(state="requested"), name="payments_refunds_to_send"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} ({self.payment})"


class GatewayEvent(models.Model):
    """An event that was acted upon: written in the transaction of its effect, so it acts once."""

    event_id = models.CharField(_("event"), max_length=255, primary_key=True)
    kind = models.CharField(_("kind"), max_length=80)
    outcome = models.CharField(_("outcome"), max_length=200, blank=True)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event of the gateway")
        verbose_name_plural = _("events of the gateway")
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["received_at"], name="payments_old_events")]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
