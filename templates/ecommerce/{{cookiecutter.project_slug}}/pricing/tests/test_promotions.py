"""Which promotion holds, and limits that hold under load."""

from datetime import timedelta
from unittest import mock, skipUnless

from django.db import connection
from django.db.models import Q
from django.test import TestCase, TransactionTestCase
from django.utils import timezone

from core.testing import run_together
from pricing import promotions
from pricing.errors import CouponRefused
from pricing.models import Promotion, PromotionUse
from pricing.promotions import best_offer, claim_promotion, find_promotion, give_back_promotion
from pricing.tests.factories import make_promotion

NOW = timezone.now()


class FindPromotionTests(TestCase):
    """A code leads to a promotion that holds."""

    def test_case_and_spaces_do_not_matter(self):
        promotion = make_promotion("TEN")

        self.assertEqual(find_promotion(" ten ", currency="EUR", now=NOW), promotion)
        self.assertIsNone(find_promotion("", currency="EUR", now=NOW))

    def test_promotions_that_do_not_hold_are_refused_alike(self):
        make_promotion("OFF", is_active=False)
        make_promotion("OVER", ends_at=NOW - timedelta(seconds=1))
        make_promotion("LATER", starts_at=NOW + timedelta(days=1))
        make_promotion("USED", limit=2, used=2)
        make_promotion("DOLLAR", currency="USD")

        for code in ("OFF", "OVER", "LATER", "USED", "DOLLAR", "NONE"):
            with self.subTest(code), self.assertRaisesMessage(CouponRefused, "This coupon is not valid."):
                find_promotion(code, currency="EUR", now=NOW)

    def test_best_offer_wins(self):
        make_promotion(None, percent=5)
        best = make_promotion(None, percent=20, minimum=1000)
        make_promotion("SECRET", percent=90)

        self.assertEqual(best_offer(1000, currency="EUR", now=NOW), best)
        self.assertEqual(best_offer(999, currency="EUR", now=NOW).percent, 5)
        self.assertIsNone(best_offer(0, currency="EUR", now=NOW))


class ClaimTests(TestCase):
    """Counting uses."""

    def test_limit_per_customer_knows_the_address_in_any_case(self):
        promotion = make_promotion(limit_per_customer=1)
        claim_promotion(promotion, "Ada@example.org")

        with self.assertRaises(CouponRefused):
            claim_promotion(promotion, "ada@EXAMPLE.org")
        claim_promotion(promotion, "bob@example.org")

        promotion.refresh_from_db()
        self.assertEqual(promotion.used, 2)

    def test_refused_customer_does_not_use_the_promotion_up(self):
        promotion = make_promotion(limit=5, limit_per_customer=1)
        claim_promotion(promotion, "ada@example.org")

        with self.assertRaises(CouponRefused):
            claim_promotion(promotion, "ada@example.org")

        promotion.refresh_from_db()
        self.assertEqual(promotion.used, 1)

    def test_use_given_back_can_be_claimed_again(self):
        promotion = make_promotion(limit=1)
        claim_promotion(promotion, "ada@example.org")
        give_back_promotion(promotion, "ada@example.org")

        claim_promotion(promotion, "bob@example.org")

        promotion.refresh_from_db()
        self.assertEqual(promotion.used, 1)

    def test_nothing_is_given_back_that_was_not_claimed(self):
        promotion = make_promotion()

        give_back_promotion(promotion, "ada@example.org")

        promotion.refresh_from_db()
        self.assertEqual(promotion.used, 0)


@skipUnless(connection.vendor == "postgresql", "SQLite lets only one connection write at a time")
class ClaimRaceTests(TransactionTestCase):
    """Many customers at once."""

    def setUp(self):
        if connection.vendor != "postgresql":
            self.skipTest(
                "SQLite lets one writer in at a time, so the race cannot happen there: needs PostgreSQL"
            )

    def claim_together(self, promotion: Promotion, emails: list[str]) -> int:
        """Return how many of the claims were granted."""
        waiting = iter(emails)
        results = run_together(lambda: claim_promotion(promotion, next(waiting)), len(emails))
        return results.count(None)

    def test_global_limit_holds(self):
        promotion = make_promotion(limit=3)

        granted = self.claim_together(promotion, [f"c{number}@example.org" for number in range(16)])

        promotion.refresh_from_db()
        self.assertEqual((granted, promotion.used), (3, 3))

    def test_limit_per_customer_holds(self):
        promotion = make_promotion(limit_per_customer=1)

        granted = self.claim_together(promotion, ["ada@example.org"] * 8)

        self.assertEqual((granted, PromotionUse.objects.get().used), (1, 1))

    def test_database_refuses_where_the_code_forgets_the_limit(self):
        promotion = make_promotion(limit=1)
        always = Q(pk__isnull=False)

        with mock.patch.object(promotions, "Q", return_value=always):
            granted = self.claim_together(promotion, [f"c{number}@example.org" for number in range(8)])

        promotion.refresh_from_db()
        self.assertEqual((granted, promotion.used), (1, 1))
