"""Figures kept per day, so that a report over years reads hundreds of rows instead of millions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.querysets import DailySalesQuerySet


class DailySales(models.Model):
    """What was sold and given back on one day in one currency."""

    day = models.DateField(_("day"))
    currency = models.CharField(_("currency"), max_length=3)
    orders = models.PositiveIntegerField(_("orders"), default=0)
    items = models.PositiveIntegerField(_("pieces"), default=0)
    revenue = models.PositiveBigIntegerField(_("revenue"), default=0)
    refunded = models.PositiveBigIntegerField(_("refunded"), default=0)

    objects = DailySalesQuerySet.as_manager()

    class Meta:
        verbose_name = _("sales of a day")
        verbose_name_plural = _("sales of days")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["day", "currency"], name="reports_one_row_per_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.currency}"


class BestSeller(models.Model):
    """How many of a product were sold in the last days, made anew each night."""

    product = models.OneToOneField(
        "catalog.Product", on_delete=models.CASCADE, related_name="best_seller", verbose_name=_("product")
    )
    items = models.PositiveIntegerField(_("pieces in the last 30 days"))

    class Meta:
        verbose_name = _("best seller")
        verbose_name_plural = _("best sellers")
        ordering = ["-items"]
        indexes = [models.Index(fields=["-items"], name="reports_best_first")]

    def __str__(self) -> str:
        return f"{self.product}: {self.items}"
