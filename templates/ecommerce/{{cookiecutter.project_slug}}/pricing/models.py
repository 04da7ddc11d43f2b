"""Taxes, shipping and discounts: everything that is added to or taken off the prices of a cart."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pricing.querysets import PromotionQuerySet, ShippingMethodQuerySet


class TaxClass(models.Model):
    """Products that are taxed alike, such as books or food."""

    name = models.CharField(_("name"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("tax class")
        verbose_name_plural = _("tax classes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TaxRate(models.Model):
    """The rate of a class in a country, in hundredths of a percent: 1900 is 19 %."""

    tax_class = models.ForeignKey(
        TaxClass, on_delete=models.CASCADE, related_name="rates", verbose_name=_("tax class")
    )
    country = models.CharField(_("country"), max_length=2)
    basis_points = models.PositiveIntegerField(_("rate in hundredths of a percent"))
    included = models.BooleanField(_("prices include it"), default=True)

    class Meta:
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        ordering = ["country", "tax_class"]
        constraints = [
            models.UniqueConstraint(fields=["tax_class", "country"], name="pricing_one_rate_per_country"),
            models.CheckConstraint(condition=Q(basis_points__lte=10000), name="pricing_rate_at_most_100"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.tax_class}: {self.basis_points / 100:g} %"


class ShippingZone(models.Model):
    """Countries to which shipping costs the same."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    countries = models.JSONField(_("countries"), default=list, help_text=_('Such as ["DE", "AT"].'))

    class Meta:
        verbose_name = _("shipping zone")
        verbose_name_plural = _("shipping zones")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ShippingMethod(models.Model):
    """A way of sending to a zone: a flat amount, by weight, free from a subtotal on."""

    zone = models.ForeignKey(
        ShippingZone, on_delete=models.CASCADE, related_name="methods", verbose_name=_("zone")
    )
    name = models.CharField(_("name"), max_length=60)
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.PositiveBigIntegerField(_("amount in the smallest unit"))
    amount_per_kilogram = models.PositiveBigIntegerField(_("amount per kilogram begun"), default=0)
    free_from = models.PositiveBigIntegerField(_("free from this subtotal on"), null=True, blank=True)
    max_weight_grams = models.PositiveIntegerField(_("at most, in grams"), null=True, blank=True)
    days_min = models.PositiveSmallIntegerField(_("days at least"), default=2)
    days_max = models.PositiveSmallIntegerField(_("days at most"), default=5)
    is_active = models.BooleanField(_("offered"), default=True)

    objects = ShippingMethodQuerySet.as_manager()

    class Meta:
        verbose_name = _("shipping method")
        verbose_name_plural = _("shipping methods")
        ordering = ["amount", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(days_min__lte=F("days_max")), name="pricing_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Promotion(models.Model):
    """A discount: an offer that everybody gets, or a coupon for those who know its code."""

    class Kind(models.TextChoices):
        """What is taken off."""

        PERCENT = "percent", _("percent of the goods")
        FIXED = "fixed", _("an amount")
        FREE_SHIPPING = "shipping", _("the shipping")

    name = models.CharField(_("name"), max_length=100)
    code = models.CharField(
        _("code"),
        max_length=40,
        null=True,
        blank=True,
        unique=True,
        help_text=_("Empty: an offer for everybody."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    percent = models.PositiveSmallIntegerField(_("percent"), default=0)
    amount = models.PositiveBigIntegerField(_("amount in the smallest unit"), default=0)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    minimum = models.PositiveBigIntegerField(_("from this subtotal on"), default=0)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    limit = models.PositiveIntegerField(_("uses at most"), null=True, blank=True)
    limit_per_customer = models.PositiveIntegerField(_("uses per customer"), null=True, blank=True)
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)
    is_active = models.BooleanField(_("active"), default=True)

    objects = PromotionQuerySet.as_manager()

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="pricing_percent_at_most_100"),
            # The database itself refuses the use that would be one too many.
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(used__lte=F("limit")), name="pricing_used_within_limit"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PromotionUse(models.Model):
    """How often one customer used a promotion; guests are known by their e-mail address."""

    promotion = models.ForeignKey(
        Promotion, on_delete=models.CASCADE, related_name="uses", verbose_name=_("promotion")
    )
    email = models.EmailField(_("e-mail address"))
    used = models.PositiveIntegerField(_("used"), default=0)
    limit = models.PositiveIntegerField(_("uses at most"), null=True, blank=True)

    class Meta:
        verbose_name = _("use of a promotion")
        verbose_name_plural = _("uses of promotions")
        constraints = [
            models.UniqueConstraint(fields=["promotion", "email"], name="pricing_one_counter_per_customer"),
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(used__lte=F("limit")), name="pricing_uses_within_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promotion}: {self.email}"
