"""Which promotions and methods are to be had."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from pricing.models import Promotion, ShippingMethod  # noqa: F401 - name the type of the rows


class PromotionQuerySet(models.QuerySet["Promotion"]):
    """Promotions by time and use."""

    def running(self, now: datetime) -> Self:
        """Keep those that are switched on, in their period and not used up."""
        begun = Q(starts_at__isnull=True) | Q(starts_at__lte=now)
        not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
        left = Q(limit__isnull=True) | Q(used__lt=F("limit"))
        return self.filter(begun & not_over & left, is_active=True)

    def offers(self) -> Self:
        """Keep those that need no code."""
        return self.filter(code__isnull=True)


class ShippingMethodQuerySet(models.QuerySet["ShippingMethod"]):
    """Shipping methods by where they go."""

    def in_currency(self, currency: str) -> Self:
        """Keep those that are offered in a currency."""
        return self.filter(currency=currency, is_active=True)
