"""The rollups of the demonstration."""

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from reports.models import BestSeller, DailySales
from reports.seed import seed
from reports.tests.test_rollups import make_sale


class SeedTests(TestCase):
    def test_every_day_since_the_first_order_is_counted(self):
        now = timezone.now()
        for days_ago in (40, 3, 0):
            make_sale(now - timedelta(days=days_ago))

        seed(60, lambda *_progress: None)

        self.assertEqual(DailySales.objects.count(), 3)
        self.assertEqual(BestSeller.objects.count(), 2)

    def test_shop_without_orders_has_no_days(self):
        seed(60, lambda *_progress: None)

        self.assertEqual(DailySales.objects.count(), 0)
