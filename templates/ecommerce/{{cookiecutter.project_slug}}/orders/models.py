"""An order and all that hangs on it: copies of what was agreed, never links to what may change.

Every row carries the customer and an id that no database hands out, so that the tables can be split
by customer; see docs/architecture.md.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import TimeStampedModel
from orders.querysets import OrderQuerySet
from orders.states import State


class Order(TimeStampedModel):
    """What a customer ordered and owes; ``customer_id`` is the account's or a guest's own random id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer_id = models.UUIDField(_("customer"), editable=False)
    user = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, related_name="orders", null=True, blank=True
    )
    number = models.CharField(_("number"), max_length=24, editable=False)
    cart_token = models.UUIDField(editable=False)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10, default="en")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.AWAITING_PAYMENT)
    currency = models.CharField(_("currency"), max_length=3)
    subtotal = models.PositiveBigIntegerField(_("goods"))
    discount = models.PositiveBigIntegerField(_("discount"), default=0)
    shipping = models.PositiveBigIntegerField(_("shipping"), default=0)
    tax = models.PositiveBigIntegerField(_("tax"), default=0)
    total = models.PositiveBigIntegerField(_("total"))
    refunded = models.PositiveBigIntegerField(_("refunded"), default=0)
    shipping_method = models.CharField(_("shipping method"), max_length=60)
    coupon_code = models.CharField(_("coupon"), max_length=40, blank=True)
    promotion = models.ForeignKey(
        "pricing.Promotion",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("to be paid until"), null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "number"], name="orders_number_per_customer"),
            models.UniqueConstraint(fields=["customer_id", "cart_token"], name="orders_one_per_cart"),
            models.CheckConstraint(condition=Q(refunded__lte=F("total")), name="orders_refund_within_total"),
            models.CheckConstraint(
                condition=Q(discount__lte=F("subtotal")), name="orders_discount_within_goods"
            ),
        ]
        indexes = [
            models.Index("customer_id", F("created_at").desc(), F("id").desc(), name="orders_of_customer"),
            models.Index("user", F("created_at").desc(), F("id").desc(), name="orders_of_user"),
            models.Index(F("created_at").desc(), F("id").desc(), name="orders_newest"),
            # What staff look up by, who do not know the customer's id.
            models.Index(fields=["number"], name="orders_by_number"),
            models.Index(fields=["email"], name="orders_by_email"),
            models.Index(
                fields=["created_at", "id"],
                condition=Q(state__in=["paid", "packed"]),
                name="orders_open",
            ),
            models.Index(
                fields=["expires_at"], condition=Q(state="awaiting_payment"), name="orders_to_expire"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("orders:detail", args=[self.pk])


class OrderPart(models.Model):
    """A row that belongs to an order and is stored with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer_id = models.UUIDField(editable=False)

    class Meta:
        abstract = True


class OrderLine(OrderPart):
    """An article as it was sold: name, price and tax are copies."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", verbose_name=_("order"))
    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    sku = models.CharField(_("article number"), max_length=40)
    name = models.CharField(_("article"), max_length=330)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price = models.PositiveBigIntegerField(_("price of one"))
    discount = models.PositiveBigIntegerField(_("discount"), default=0)
    tax = models.PositiveBigIntegerField(_("tax"), default=0)
    tax_basis_points = models.PositiveIntegerField(_("rate in hundredths of a percent"), default=0)
    tax_included = models.BooleanField(_("price includes the tax"), default=True)
    total = models.PositiveBigIntegerField(_("total"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("line of an order")
        verbose_name_plural = _("lines of an order")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "order", "position"], name="orders_line_position"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_line_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.name}"


class OrderAddress(OrderPart):
    """Where the order goes, and who pays: copies that stay when the address book changes."""

    class Kind(models.TextChoices):
        """What the address is for."""

        SHIPPING = "shipping", _("shipping address")
        BILLING = "billing", _("billing address")

    order = models.ForeignKey(
        Order, on_delete=models.CASCADE, related_name="addresses", verbose_name=_("order")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    company = models.CharField(_("company"), max_length=120, blank=True)
    street = models.CharField(_("street and number"), max_length=200)
    extra = models.CharField(_("more"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20)
    city = models.CharField(_("city"), max_length=100)
    region = models.CharField(_("state or region"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("address of an order")
        verbose_name_plural = _("addresses of an order")
        constraints = [
            models.UniqueConstraint(
                fields=["customer_id", "order", "kind"], name="orders_one_address_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"


class OrderEvent(OrderPart):
    """What happened to an order, when and by whom: written in the same transaction as the change."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events", verbose_name=_("order"))
    from_state = models.CharField(_("from"), max_length=20, choices=State.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=20, choices=State.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(
        "accounts.User",
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("by"),
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event of an order")
        verbose_name_plural = _("events of an order")
        ordering = ["created_at"]
        indexes = [models.Index(fields=["order", "created_at"], name="orders_events")]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class DocumentSeries(models.Model):
    """The last number given to a kind of document in a year: the one counter, locked while it counts."""

    kind = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of documents")
        verbose_name_plural = _("series of documents")
        constraints = [
            models.UniqueConstraint(fields=["kind", "year"], name="orders_one_series_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class Document(OrderPart):
    """A paper for the books: its number has no gap before it, and its content never changes."""

    number = models.CharField(_("number"), max_length=30, editable=False)
    issued_on = models.DateField(_("date"), editable=False)
    total = models.PositiveBigIntegerField(_("total"), editable=False)
    content = models.JSONField(_("content"), editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


class Invoice(Document):
    """What was sold in an order; issued with the payment."""

    order = models.OneToOneField(
        Order, on_delete=models.PROTECT, related_name="invoice", verbose_name=_("order")
    )

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "number"], name="orders_invoice_number"),
        ]


class CreditNote(Document):
    """What was given back of an invoice; issued with the refund."""

    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="credit_notes", verbose_name=_("order")
    )
    refund_id = models.UUIDField(_("refund"), editable=False)

    class Meta:
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        ordering = ["issued_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["customer_id", "number"], name="orders_credit_note_number"),
            models.UniqueConstraint(fields=["customer_id", "refund_id"], name="orders_one_note_per_refund"),
        ]
