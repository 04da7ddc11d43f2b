"""Lists: filters, facets, order, pages, search."""

from datetime import timedelta
from unittest import mock, skipUnless

from django.db import connection
from django.http import QueryDict
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from catalog.filters import BEST_MATCH, Filters, read_filters
from catalog.lists import PER_PAGE, read_listing
from catalog.models import Product, Variant
from catalog.services import save_product
from catalog.tests.factories import make_category, make_product, make_variant
from catalog.words import correct, learn_words

ON_POSTGRESQL = connection.vendor == "postgresql"


def names(html: str) -> list[str]:
    """Return the names of the products of a page in their order."""
    parts = html.split('<article class="card product-card">')[1:]
    return [part.split("</a></h3>")[0].rsplit(">", 1)[1] for part in parts]


class ReadFiltersTests(SimpleTestCase):
    def test_address_is_read_and_written_the_same(self):
        text = "brand=Leaf&brand=Papyr&o-size=L&in_stock=1&from=5.00&to=20.00&sort=price"

        filters = read_filters(QueryDict(text))

        self.assertEqual((filters.price_from, filters.price_to), (500, 2000))
        self.assertEqual(filters.options, {"size": ("L",)})
        self.assertEqual(filters.key, text)
        self.assertTrue(filters.are_set)

    def test_what_makes_no_sense_is_left_out(self):
        for text in (
            "sort=drop+table",
            "sort=match",
            "from=NaN&to=-5",
            "from=1e400",
            "in_stock=yes",
            "brand=&o-=x&o-size=",
            f"brand={'x' * 101}&o-{'y' * 101}=1",
            "brand=%00",
        ):
            with self.subTest(text=text):
                self.assertEqual(read_filters(QueryDict(text)), Filters())

    def test_parts_of_a_cent_are_cut_off_and_commas_are_points(self):
        filters = read_filters(QueryDict("from=5,999"))

        self.assertEqual(filters.price_from, 599)

    def test_number_of_choices_is_limited(self):
        query = "&".join(f"brand={number}&o-{number}=1" for number in range(50))

        filters = read_filters(QueryDict(query))

        self.assertEqual((len(filters.brands), len(filters.options)), (20, 5))

    def test_order_of_a_search_is_kept_in_the_address(self):
        listing = read_listing("/search/", QueryDict("q=tea&sort=newest"), words="tea")

        self.assertEqual((listing.filters.default_sort, listing.filters.key), (BEST_MATCH, "sort=newest"))


class ListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        now = timezone.now()
        rows = (
            ("Sencha", "Leaf", 790, 5, {"size": "50 g"}, 4),
            ("Assam", "Leaf", 590, 0, {"size": "100 g"}, 5),
            ("Pen", "Papyr", 2500, 3, {"colour": "blue"}, None),
        )
        for age, (name, brand, price, stock, options, stars) in enumerate(rows):
            product = make_product(
                name=name,
                brand=brand,
                price=price,
                stock=stock,
                rating_average=stars,
                rating_count=1 if stars else 0,
                published_at=now - timedelta(days=age),
                category=make_category("Pens" if brand == "Papyr" else "Tea"),
            )
            product.variants.update(options=options)

    def shown(self, query="", path="/products/"):
        response = self.client.get(f"{path}?{query}")
        self.assertEqual(response.status_code, 200)
        return names(response.content.decode())

    def test_filters_narrow_the_list(self):
        for query, expected in (
            ("", ["Sencha", "Assam", "Pen"]),
            ("brand=Leaf", ["Sencha", "Assam"]),
            ("brand=Leaf&brand=Papyr&in_stock=1", ["Sencha", "Pen"]),
            ("from=6&to=8", ["Sencha"]),
            ("o-size=50+g&o-size=100+g", ["Sencha", "Assam"]),
            ("o-size=50+g&o-colour=blue", []),
            ("o-colour__contains=b", []),
            ("brand=Nobody", []),
        ):
            with self.subTest(query=query):
                self.assertEqual(self.shown(query), expected)

    def test_options_of_variants_that_are_not_sold_do_not_count(self):
        Variant.objects.filter(product__name="Sencha").update(is_active=False)

        self.assertEqual(self.shown("o-size=50+g"), [])

    def test_every_order(self):
        for sort, expected in (
            ("newest", ["Sencha", "Assam", "Pen"]),
            ("price", ["Assam", "Sencha", "Pen"]),
            ("-price", ["Pen", "Sencha", "Assam"]),
            ("rating", ["Assam", "Sencha", "Pen"]),
        ):
            with self.subTest(sort=sort):
                self.assertEqual(self.shown(f"sort={sort}"), expected)

    def test_facets_count_what_the_other_filters_leave(self):
        page = self.client.get("/products/?brand=Leaf&in_stock=1").content.decode()

        for label, count in (("In stock", 1), ("Leaf", 1), ("Papyr", 1)):
            with self.subTest(label=label):
                self.assertInHTML(f'{label} <span class="muted">({count})</span>', page)
        self.assertInHTML('<a href="/products/">Remove all filters</a>', page)

    def test_options_are_offered_inside_a_category_only(self):
        self.assertNotIn("o-size", self.client.get("/products/").content.decode())
        page = self.client.get("/categories/tea/").content.decode()

        self.assertInHTML('50 g <span class="muted">(1)</span>', page)
        self.assertNotIn("blue", page)

    def test_options_of_a_large_list_are_offered_without_counts(self):
        with mock.patch("catalog.lists.LARGE", 1):
            page = self.client.get("/categories/tea/").content.decode()

        self.assertIn('value="50 g"', page)
        self.assertNotIn('50 g <span class="muted">', page)
        self.assertInHTML('Leaf <span class="muted">(2)</span>', page)

    def test_counts_of_a_large_list_outlive_a_change(self):
        with mock.patch("catalog.lists.LARGE", 1):
            self.client.get("/categories/tea/")
            save_product(make_product(name="New", brand="Leaf"))
            page = self.client.get("/categories/tea/").content.decode()

        self.assertEqual(names(page)[0], "New")
        self.assertInHTML('Leaf <span class="muted">(2)</span>', page)

    def test_category_holds_what_lies_below_it(self):
        below = make_category("Green", parent=make_category("Tea"))
        make_product(name="Matcha", category=below)

        self.assertEqual(set(self.shown(path="/categories/tea/")), {"Matcha", "Sencha", "Assam"})
        self.assertEqual(self.shown(path="/categories/green/"), ["Matcha"])

    def test_only_what_is_for_sale_is_shown(self):
        make_product(name="Draft", status="draft")
        make_product(name="Old", status="archived")
        make_product(name="Soon", published_at=timezone.now() + timedelta(hours=1))

        self.assertEqual(self.shown(), ["Sencha", "Assam", "Pen"])
        self.assertEqual(self.shown("q=Draft", path="/search/"), [])

    def test_empty_list_says_so(self):
        self.assertContains(self.client.get("/products/?brand=Nobody"), "Nothing here matches.")

    def test_search_finds_names_brands_and_texts_best_first(self):
        make_product(name="Box", summary="For sencha and more")
        for words, expected in (
            ("sencha", ["Sencha", "Box"]),
            ("LEAF", ["Sencha", "Assam"]),
            ("sencha papyr", []),
            ("'; DROP TABLE catalog_product; --", []),
            ("%", []),
            ("\x00", []),
        ):
            with self.subTest(words=words):
                response = self.client.get("/search/", {"q": words})
                self.assertEqual(names(response.content.decode()), expected)

    def test_search_can_be_filtered_and_sorted(self):
        self.assertEqual(self.shown("q=leaf&sort=price", path="/search/"), ["Assam", "Sencha"])
        self.assertEqual(self.shown("q=leaf&in_stock=1", path="/search/"), ["Sencha"])

    def test_mistyped_search_is_led_to_the_nearest_word(self):
        for product in Product.objects.all():
            save_product(product)

        self.assertContains(self.client.get("/search/?q=senchaa"), '<a href="/search/?q=sencha">sencha</a>')
        self.assertNotContains(self.client.get("/search/?q=qqqq"), "Did you mean")


class PageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for number in range(2 * PER_PAGE + 3):
            make_product(name=f"P{number:02}", price=100 + number // 4, rating_average=number % 3 or None)

    def walk(self, query):
        seen, address = [], f"/products/?{query}"
        while address:
            page = self.client.get(address).content.decode()
            seen += names(page)
            rest = page.partition('rel="next" href="')[2]
            address = rest.partition('"')[0].replace("&amp;", "&")
        return seen

    def test_each_product_stands_on_one_page_in_every_order(self):
        for sort in ("newest", "price", "-price", "rating"):
            with self.subTest(sort=sort):
                seen = self.walk(f"sort={sort}")
                self.assertEqual((len(seen), len(set(seen))), (2 * PER_PAGE + 3,) * 2)

    def test_pages_lead_back_with_their_filters(self):
        page = self.client.get("/search/?q=p&in_stock=1&sort=price").content.decode()
        self.assertNotIn('rel="prev"', page)
        following = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        second = self.client.get(following).content.decode()
        back = second.partition('rel="prev" href="')[2].partition('"')[0].replace("&amp;", "&")

        self.assertIn("q=p&in_stock=1&sort=price&cursor=", back)
        self.assertEqual(names(self.client.get(back).content.decode()), names(page))

    def test_damaged_cursor_is_not_found(self):
        for cursor in ("x", "WyJuIl0", "x" * 600):
            with self.subTest(cursor=cursor):
                self.assertEqual(self.client.get(f"/products/?cursor={cursor}").status_code, 404)


class WordTests(TestCase):
    def test_nearest_words_are_found(self):
        learn_words(["Notebook dotted", "Fountain pen", "Tea"])
        for text, expected in (
            ("notbook", "notebook"),
            ("fountan pen", "fountain pen"),
            ("notebook", ""),
            ("xyzzy", ""),
            ("", ""),
        ):
            with self.subTest(text=text):
                self.assertEqual(correct(text), expected)


@skipUnless(ON_POSTGRESQL, "only PostgreSQL knows the endings of words")
class RankedSearchTests(TestCase):
    def find(self, words):
        return names(self.client.get("/search/", {"q": words}).content.decode())

    def test_endings_of_words_do_not_matter(self):
        make_product(name="Dotted notebooks")

        self.assertEqual(self.find("dot notebook"), ["Dotted notebooks"])

    def test_quotes_and_minus_are_understood(self):
        make_product(name="Green tea")
        make_product(name="Tea in green tins")

        self.assertEqual(self.find('"green tea"'), ["Green tea"])
        self.assertEqual(self.find("tea -tins"), ["Green tea"])

    def test_results_have_several_pages(self):
        for number in range(PER_PAGE + 1):
            make_product(name=f"Tea {number}")
        page = self.client.get("/search/?q=tea").content.decode()
        address = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")

        self.assertEqual(len(names(self.client.get(address).content.decode())), 1)


class VariantPriceTests(TestCase):
    def test_list_shows_the_lowest_price_of_the_currency(self):
        product = make_product(price=2000)
        make_variant(product, price=1500)
        make_variant(product, price=1800, currency="USD")

        for cookie, price in (("", "from €15.00"), ("USD", "$18.00"), ("QQQ", "from €15.00")):
            with self.subTest(currency=cookie):
                self.client.cookies["currency"] = cookie
                self.assertContains(self.client.get("/products/"), f'<span class="price">{price}</span>')

    def test_product_without_price_in_the_currency_says_so(self):
        make_product()
        self.client.cookies["currency"] = "USD"

        self.assertContains(self.client.get("/products/"), "Not sold in your currency")
