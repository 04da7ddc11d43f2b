"""What a cart costs, as properties that hold for every cart."""

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from pricing.quotes import Article, Discount, quote

ARTICLES = st.lists(
    st.builds(
        Article,
        unit_price=st.integers(0, 10**8),
        quantity=st.integers(1, 99),
        basis_points=st.integers(0, 3000),
        tax_included=st.booleans(),
    ),
    max_size=8,
)
DISCOUNTS = st.builds(
    Discount,
    percent=st.integers(0, 100),
    amount=st.integers(0, 10**9),
    free_shipping=st.booleans(),
    minimum=st.integers(0, 10**6),
)


class QuoteTests(SimpleTestCase):
    """Sums agree, and nobody is paid for shopping."""

    @given(ARTICLES, st.integers(0, 10**5), DISCOUNTS)
    def test_sums_agree(self, articles, shipping, discount):
        result = quote(articles, shipping=shipping, discount=discount)

        self.assertEqual(result.total, sum(line.total for line in result.lines) + result.shipping)
        self.assertEqual(result.tax, sum(line.tax for line in result.lines))
        self.assertEqual(result.discount, sum(line.discount for line in result.lines))
        added = sum(line.tax for line in result.lines if not line.tax_included)
        self.assertEqual(result.total, result.subtotal - result.discount + added + result.shipping)

    @given(ARTICLES, st.integers(0, 10**5), DISCOUNTS)
    def test_nothing_is_negative_and_no_discount_exceeds_its_line(self, articles, shipping, discount):
        result = quote(articles, shipping=shipping, discount=discount)

        for line in result.lines:
            self.assertGreaterEqual(min(line.discount, line.tax, line.total), 0)
            self.assertLessEqual(line.discount, line.unit_price * line.quantity)
        self.assertGreaterEqual(result.total, result.shipping)

    @given(ARTICLES, DISCOUNTS)
    def test_discount_below_its_minimum_takes_nothing_off(self, articles, discount):
        result = quote(articles, discount=discount)

        if result.subtotal < discount.minimum:
            self.assertEqual(result.discount, 0)

    def test_known_cart(self):
        articles = [Article(1999, 2, 1900), Article(500, 1, 700, tax_included=False)]

        result = quote(articles, shipping=490, discount=Discount(percent=10))

        self.assertEqual((result.subtotal, result.discount), (4498, 450))
        self.assertEqual([line.discount for line in result.lines], [400, 50])
        self.assertEqual([line.tax for line in result.lines], [574, 32])
        self.assertEqual(result.total, 3598 + 450 + 32 + 490)

    def test_free_shipping_needs_its_minimum(self):
        articles = [Article(1000, 1)]

        free = quote(articles, shipping=490, discount=Discount(free_shipping=True, minimum=1000))
        short = quote(articles, shipping=490, discount=Discount(free_shipping=True, minimum=1001))

        self.assertEqual((free.shipping, short.shipping), (0, 490))
