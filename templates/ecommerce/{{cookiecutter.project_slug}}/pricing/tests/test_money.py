"""Arithmetic of money, as properties that hold for every amount."""

from decimal import Decimal

from django.test import SimpleTestCase
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from pricing.money import allocate, divide, format_money, tax_in, tax_on, to_decimal, to_minor

AMOUNTS = st.integers(0, 10**12)
RATES = st.integers(0, 10_000)
CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])


class MinorUnitTests(SimpleTestCase):
    """Between the smallest unit and what people write."""

    def test_digits_follow_the_currency(self):
        cases = {("EUR", "19.99"): 1999, ("JPY", "500"): 500, ("KWD", "1.234"): 1234}

        for (currency, number), amount in cases.items():
            self.assertEqual(to_minor(Decimal(number), currency), amount)

    def test_too_many_digits_are_refused(self):
        with self.assertRaisesMessage(ValueError, "more digits than EUR"):
            to_minor(Decimal("1.999"), "EUR")

    @given(AMOUNTS, CURRENCIES)
    def test_amount_comes_back(self, amount, currency):
        self.assertEqual(to_minor(to_decimal(amount, currency), currency), amount)

    def test_format_follows_the_language(self):
        with translation.override("en"):
            self.assertEqual(format_money(123456, "EUR"), "€1,234.56")
        with translation.override("de"):
            self.assertEqual(format_money(123456, "EUR"), "1.234,56\xa0€")
        self.assertEqual(format_money(500, "JPY"), "¥500")


class TaxTests(SimpleTestCase):
    """Tax is rounded once, to the nearest unit."""

    def test_known_amounts(self):
        self.assertEqual((tax_in(11900, 1900), tax_on(10000, 1900)), (1900, 1900))
        self.assertEqual((tax_in(1999, 700), tax_on(1999, 700)), (131, 140))

    @given(AMOUNTS, RATES)
    def test_tax_is_within_half_a_unit_of_the_exact_one(self, amount, rate):
        exact = Decimal(amount) * rate / (10_000 + rate)

        self.assertLessEqual(abs(tax_in(amount, rate) - exact), Decimal("0.5"))
        self.assertLessEqual(abs(tax_on(amount, rate) - Decimal(amount) * rate / 10_000), Decimal("0.5"))

    @given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
    def test_division_rounds_to_the_nearest(self, numerator, denominator):
        self.assertLessEqual(abs(divide(numerator, denominator) * denominator - numerator) * 2, denominator)


class AllocateTests(SimpleTestCase):
    """Splitting loses nothing."""

    @given(AMOUNTS, st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
    def test_parts_add_up_and_are_fair(self, total, weights):
        parts = allocate(total, weights)

        if not sum(weights):
            self.assertEqual(set(parts), {0})
            return
        self.assertEqual(sum(parts), total)
        for part, weight in zip(parts, weights, strict=True):
            self.assertLess(abs(part - Decimal(total) * weight / sum(weights)), 1)

    def test_no_weight_gets_nothing(self):
        self.assertEqual(allocate(100, [0, 0]), [0, 0])
