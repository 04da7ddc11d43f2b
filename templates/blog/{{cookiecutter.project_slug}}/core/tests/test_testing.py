from django.test import TestCase, TransactionTestCase

from core.models import Claim
from core.testing import assert_stays, run_together


class RunTogetherTests(TransactionTestCase):
    def test_results_and_errors_come_back(self):
        numbers = iter([1, 0])

        results = run_together(lambda: 1 // next(numbers), 2)

        self.assertEqual({type(result) for result in results}, {int, ZeroDivisionError})


class AssertStaysTests(TestCase):
    def test_unchanged_rows_pass(self):
        Claim.objects.create(key="a")

        with assert_stays(Claim.objects.all()):
            Claim.objects.count()

    def test_changed_rows_fail(self):
        with (
            self.assertRaisesMessage(AssertionError, "The rows have changed"),
            assert_stays(Claim.objects.all()),
        ):
            Claim.objects.create(key="a")
