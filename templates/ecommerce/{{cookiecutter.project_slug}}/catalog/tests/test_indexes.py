"""The planner is asked whether it uses the indexes that a large catalogue lives from."""

from itertools import product
from string import ascii_lowercase
from unittest import skipUnless

from django.db import connection
from django.db.models import F, FloatField, Func, Value
from django.test import TestCase

from catalog.filters import SORTS
from catalog.lists import PER_PAGE, sorted_by
from catalog.models import Category, Product, SearchWord
from catalog.search import search_products
from catalog.seed import make_filler
from catalog.services import save_category
from catalog.tests.factories import make_category, make_product
from catalog.tests.test_seed import ignore_progress
from catalog.words import IsAlike, learn_words
from core.pagination import KeysetPaginator
from pricing.tests.factories import make_tax_class

ROWS = 4000


@skipUnless(connection.vendor == "postgresql", "the planner of PostgreSQL is asked")
class IndexTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        categories = [save_category(Category(name=f"Shelf {number}")) for number in range(8)]
        make_filler(ROWS, categories, make_tax_class(), ignore_progress)
        cls.category = categories[0]
        cls.rare = make_product(name="Zeppelin", category=make_category("Airships"))
        learn_words("".join(word) for word in product(ascii_lowercase, repeat=3))
        Product.objects.filter(pk__lt=cls.rare.pk - ROWS // 2).update(rating_average=4)
        with connection.cursor() as cursor:
            # New rows wait in a list that the planner is afraid of; autovacuum empties it.
            cursor.execute("SELECT gin_clean_pending_list('catalog_search')")
            cursor.execute("SELECT gin_clean_pending_list('catalog_words')")
            cursor.execute("ANALYZE")

    def assert_uses(self, rows, index):
        plan = rows.explain()
        self.assertIn(index, plan)
        self.assertNotIn("Seq Scan on catalog_product", plan)
        self.assertNotIn("Sort Key", plan)

    def test_first_pages_read_an_index_and_sort_nothing(self):
        products = Product.objects.for_sale()
        in_category = products.in_categories([self.category.pk])
        for rows, sort, index in (
            (products, "newest", "catalog_newest"),
            (products, "price", "catalog_cheapest"),
            (products, "-price", "catalog_cheapest"),
            (products, "rating", "catalog_best_rated"),
            (in_category, "newest", "catalog_newest_in_category"),
            (in_category, "price", "catalog_cheapest_in_category"),
            (in_category, "-price", "catalog_cheapest_in_category"),
            (products.filter(brand="Papyr"), "newest", "catalog_newest_of_brand"),
        ):
            with self.subTest(sort=sort, index=index):
                paginator = KeysetPaginator(sorted_by(rows, sort), SORTS[sort][1], PER_PAGE)
                self.assert_uses(paginator.queryset[: PER_PAGE + 1], index)

    def test_deep_page_enters_the_index_at_its_place(self):
        products = Product.objects.for_sale()
        moment = products.order_by("-published_at")[ROWS * 9 // 10].published_at
        rows = products.filter(published_at__lte=moment).order_by("-published_at", "-pk")

        plan = rows[: PER_PAGE + 1].explain()

        self.assertIn("catalog_newest", plan)
        self.assertIn("Index Cond", plan)

    def test_search_reads_its_index(self):
        plan = search_products(Product.objects.for_sale(), "zeppelin").explain()

        self.assertIn("catalog_search", plan)

    def test_mistyped_word_is_compared_by_the_index(self):
        likeness = Func(F("word"), Value("zepelin"), function="similarity", output_field=FloatField())
        alike = SearchWord.objects.filter(IsAlike(F("word"), Value("zepelin")))
        plan = alike.order_by(likeness.desc()).explain()

        self.assertIn("catalog_words", plan)

    def test_address_of_a_product_is_unique(self):
        self.assertIn("Index Scan", Product.objects.filter(slug=self.rare.slug).explain())
