"""Which promotion a cart gets, and counting its use so that limits hold under any load."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from pricing.errors import CouponRefused
from pricing.models import Promotion, PromotionUse
from pricing.querysets import PromotionQuerySet
from pricing.quotes import Discount, discount_on


def find_promotion(code: str, *, currency: str, now: datetime) -> Promotion | None:
    """Return the running coupon of a code, in any case; None without a code. Raises CouponRefused."""
    if not code:
        return None
    promotion = _in_currency(currency).running(now).filter(code__iexact=code.strip()).first()
    if promotion is None:
        raise CouponRefused
    return promotion


def best_offer(subtotal: int, *, currency: str, now: datetime) -> Promotion | None:
    """Return the running offer without a code that takes most off, if any does."""
    offers = _in_currency(currency).running(now).offers().filter(minimum__lte=subtotal)
    ranked = [
        (discount_on(subtotal, discount_of(offer)), offer.kind == "shipping", offer) for offer in offers
    ]
    ranked = [entry for entry in ranked if entry[0] or entry[1]]
    return max(ranked, key=lambda entry: (entry[0], entry[1], entry[2].pk))[2] if ranked else None


def discount_of(promotion: Promotion | None) -> Discount | None:
    """Return what a promotion takes off."""
    if promotion is None:
        return None
    kind = promotion.kind
    return Discount(
        percent=promotion.percent if kind == Promotion.Kind.PERCENT else 0,
        amount=promotion.amount if kind == Promotion.Kind.FIXED else 0,
        free_shipping=kind == Promotion.Kind.FREE_SHIPPING,
        minimum=promotion.minimum,
    )


@transaction.atomic
def claim_promotion(promotion: Promotion, email: str) -> None:
    """Count one use, in all and for the customer. Raises CouponRefused when a limit is reached.

    The condition stands in the UPDATE: of two customers who take the last use at once, one gets it.
    """
    free = Q(limit__isnull=True) | Q(used__lt=F("limit"))
    if not Promotion.objects.filter(free, pk=promotion.pk).update(used=F("used") + 1):
        raise CouponRefused
    use, _ = PromotionUse.objects.get_or_create(
        promotion=promotion,
        email=email.lower(),
        defaults={"limit": promotion.limit_per_customer},
    )
    within = Q(promotion__limit_per_customer__isnull=True) | Q(used__lt=F("promotion__limit_per_customer"))
    if not PromotionUse.objects.filter(within, pk=use.pk).update(
        used=F("used") + 1, limit=promotion.limit_per_customer
    ):
        raise CouponRefused


@transaction.atomic
def give_back_promotion(promotion: Promotion, email: str) -> None:
    """Take one use back, when an order is not paid."""
    Promotion.objects.filter(pk=promotion.pk, used__gt=0).update(used=F("used") - 1)
    uses = PromotionUse.objects.filter(promotion=promotion, email=email.lower(), used__gt=0)
    uses.update(used=F("used") - 1)


def _in_currency(currency: str) -> PromotionQuerySet:
    """Amounts are in one currency; a percentage holds in all."""
    return Promotion.objects.filter(Q(currency="") | Q(currency=currency))
