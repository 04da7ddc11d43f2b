"""Saving products and categories, addresses that lead on, prices of many products."""

from decimal import Decimal
from unittest import skipUnless

from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import SimpleTestCase, TestCase, TransactionTestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from catalog import services, tasks
from catalog.errors import BadPercentage, CategoryInItself, NothingToSell, SlugTaken
from catalog.models import Category, OldSlug, Price, Product, ProductImage, SearchWord
from catalog.tests.factories import make_category, make_picture, make_product, make_variant
from core import caching
from core.testing import assert_stays, run_together
from inventory.models import Stock
from pricing.tests.factories import make_tax_class

ON_POSTGRESQL = connection.vendor == "postgresql"


class SaveProductTests(TestCase):
    def test_markdown_is_rendered_and_cleaned(self):
        product = make_product(description="**Strong** <script>alert(1)</script>")

        services.save_product(product)

        self.assertEqual(
            product.description_html,
            "<p><strong>Strong</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
        )

    def test_product_without_address_gets_one_from_its_name(self):
        values = {"name": "Green Tea", "category": make_category(), "tax_class": make_tax_class()}

        slugs = [services.save_product(Product(**values)).slug for _ in range(3)]

        self.assertEqual(slugs, ["green-tea", "green-tea-2", "green-tea-3"])

    def test_former_address_is_not_given_to_a_new_product(self):
        product = make_product(slug="green-tea")
        product.slug = "moved"
        services.save_product(product)
        values = {"name": "Green Tea", "category": make_category(), "tax_class": make_tax_class()}

        self.assertEqual(services.save_product(Product(**values)).slug, "green-tea-2")

    def test_name_without_latin_letters_gets_an_address_too(self):
        product = Product(name="緑茶", category=make_category(), tax_class=make_tax_class())

        self.assertEqual(services.save_product(product).slug, "product")

    def test_taken_address_is_refused_and_nothing_is_saved(self):
        make_product(slug="taken")
        product = make_product(slug="mine")
        product.slug = "taken"

        with assert_stays(Product.objects.all()), self.assertRaises(SlugTaken):
            services.save_product(product)

    def test_former_addresses_lead_to_the_product_for_ever(self):
        product = make_product(slug="one")
        for slug in ("two", "three", "one"):
            product.slug = slug
            services.save_product(product)

        self.assertEqual(set(OldSlug.objects.values_list("slug", flat=True)), {"two", "three"})

    def test_two_products_can_swap_their_addresses(self):
        first, second = make_product(slug="first"), make_product(slug="second")
        for product, slug in ((first, "spare"), (second, "first"), (first, "second")):
            product.slug = slug
            services.save_product(product)

        addresses = dict(OldSlug.objects.values_list("slug", "product"))
        self.assertEqual(addresses, {"spare": first.pk})

    def test_words_of_the_name_are_learned(self):
        services.save_product(make_product(name="Notebook, dotted A5", brand="Papyr"))

        self.assertEqual(
            list(SearchWord.objects.values_list("word", flat=True)), ["dotted", "notebook", "papyr"]
        )

    def test_pages_are_out_of_date_afterwards(self):
        product = make_product()
        before = caching.versions("catalog", f"product:{product.pk}")

        services.save_product(product)

        after = caching.versions("catalog", f"product:{product.pk}")
        self.assertNotIn(True, [old == new for old, new in zip(before, after, strict=True)])


class OfferTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.staff = make_user(None, Role.CATALOG)

    def test_drafts_are_offered_and_the_history_says_so(self):
        drafts = [make_product(status="draft"), make_product(status="archived")]

        count = services.publish_products([*drafts, make_product()], by=self.staff)

        self.assertEqual(count, 2)
        self.assertEqual(Product.objects.for_sale().count(), 3)
        lines = LogEntry.objects.values_list("object_id", "user", "change_message")
        expected = {(str(product.pk), self.staff.pk, "Offered for sale.") for product in drafts}
        self.assertEqual(set(lines), expected)

    def test_product_without_a_price_holds_all_of_them_back(self):
        lacking = make_product(name="Bare", status="draft")
        Price.objects.filter(variant__product=lacking).delete()
        drafts = [make_product(status="draft"), lacking]

        with assert_stays(Product.objects.all()), self.assertRaisesMessage(NothingToSell, "Bare: A product"):
            services.publish_products(drafts, by=self.staff)

    def test_archived_products_are_not_for_sale(self):
        product = make_product()

        self.assertEqual(services.archive_products([product], by=self.staff), 1)
        self.assertEqual(services.archive_products([Product.objects.get()], by=self.staff), 0)
        self.assertEqual(Product.objects.for_sale().count(), 0)


class RefreshTests(TestCase):
    def test_product_keeps_its_lowest_price_and_whether_it_is_in_stock(self):
        product = make_product(price=2000, stock=0)
        cheap = make_variant(product, price=900, stock=3)
        make_variant(product, price=100, stock=5, is_active=False)
        make_variant(product, price=50, currency="USD", stock=0)

        services.refresh_product(product)
        self.assertEqual((product.lowest_price, product.is_available), (900, True))

        Stock.objects.filter(variant=cheap).update(reserved=3)
        services.refresh_product(product)
        self.assertEqual(Product.objects.get().is_available, False)


class ChangePricesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.staff = make_user(None, Role.CATALOG)

    def test_all_prices_change_and_halves_are_rounded_up(self):
        for percent, price, expected in (("-20", 1999, 1599), ("5", 1990, 2090), ("0.05", 1000, 1001)):
            with self.subTest(percent=percent):
                product = make_product(price=price)

                count = services.change_prices([product], Decimal(percent), by=self.staff)

                self.assertEqual(count, 1)
                amount = Price.objects.get(variant__product=product).amount
                self.assertEqual(
                    (amount, Product.objects.get(pk=product.pk).lowest_price), (expected, expected)
                )

    def test_former_price_is_kept_only_beside_a_lower_one(self):
        for percent, expected in (("-10", 1000), ("10", None)):
            with self.subTest(percent=percent):
                product = make_product(price=1000)

                services.change_prices([product], Decimal(percent), by=self.staff, show_former=True)

                self.assertEqual(Price.objects.get(variant__product=product).compare_at, expected)

    def test_senseless_percentages_are_refused(self):
        product = make_product()
        for percent in ("-90.01", "300.01", "1.005", "NaN"):
            with (
                self.subTest(percent=percent),
                assert_stays(Price.objects.all()),
                self.assertRaises(BadPercentage),
            ):
                services.change_prices([product], Decimal(percent), by=self.staff)


class CategoryTests(TestCase):
    def setUp(self):
        self.tea = services.save_category(Category(name="Tea"))
        self.green = services.save_category(Category(name="Green", parent=self.tea))
        self.sencha = services.save_category(Category(name="Sencha", parent=self.green))

    def paths(self):
        return dict(Category.objects.values_list("name", "path"))

    def test_path_leads_from_the_root(self):
        self.assertEqual(self.paths(), {"Tea": "tea", "Green": "tea/green", "Sencha": "tea/green/sencha"})

    def test_branch_moves_with_its_root_in_a_constant_number_of_queries(self):
        japan = services.save_category(Category(name="Japan"))
        self.green.parent = japan

        with self.assertNumQueries(9):
            services.save_category(self.green)

        self.assertEqual(self.paths()["Sencha"], "japan/green/sencha")
        self.assertEqual(self.paths()["Tea"], "tea")

    def test_new_address_changes_the_paths_below_and_the_old_one_leads_on(self):
        self.tea.slug = "teas"
        services.save_category(self.tea)

        self.assertEqual(self.paths()["Sencha"], "teas/green/sencha")
        self.assertEqual(OldSlug.objects.get().category, self.tea)

    def test_names_that_begin_alike_do_not_move_along(self):
        services.save_category(Category(name="Tea time"))
        self.tea.slug = "teas"

        services.save_category(self.tea)

        self.assertEqual(self.paths()["Tea time"], "tea-time")

    def test_category_cannot_lie_in_its_own_branch(self):
        for parent in (self.tea, self.sencha):
            with self.subTest(parent=parent), assert_stays(Category.objects.all()):
                self.tea.parent = parent
                with self.assertRaises(CategoryInItself):
                    services.save_category(self.tea)


@skipUnless(ON_POSTGRESQL, "SQLite lets only one writer in at a time, so there is no race to lose")
class CategoryRaceTests(TransactionTestCase):
    def test_two_moves_at_once_never_make_a_circle(self):
        for round_number in range(5):
            first = services.save_category(Category(name=f"First {round_number}"))
            second = services.save_category(Category(name=f"Second {round_number}"))
            moves = [(first.pk, second.pk), (second.pk, first.pk)]

            def move(moves=moves):
                pk, parent = moves.pop()
                category = Category.objects.get(pk=pk)
                category.parent_id = parent
                return services.save_category(category)

            results = run_together(move, 2)

            refused = [result for result in results if isinstance(result, CategoryInItself)]
            self.assertEqual(len(refused), 1)


@skipUnless(ON_POSTGRESQL, "SQLite lets only one writer in at a time, so there is no race to lose")
class SlugRaceTests(TransactionTestCase):
    def test_products_of_one_name_that_are_made_at_once_get_addresses_of_their_own(self):
        values = {"name": "Green Tea", "category": make_category(), "tax_class": make_tax_class()}

        products = run_together(lambda: services.save_product(Product(**values)), 4)

        slugs = sorted(product.slug for product in products)
        self.assertEqual(slugs, ["green-tea", "green-tea-2", "green-tea-3", "green-tea-4"])


class StoreCopiesTests(TestCase):
    def test_picture_that_was_replaced_meanwhile_gets_no_copies(self):
        picture = make_picture(make_product(), "new.webp")

        self.assertEqual(tasks.make_copies(picture.pk, "old.webp"), 0)
        self.assertEqual(ProductImage.objects.get().widths, [])


class ErrorTests(SimpleTestCase):
    def test_errors_are_sentences(self):
        for error in (SlugTaken, CategoryInItself, NothingToSell, BadPercentage):
            with self.subTest(error=error):
                self.assertRegex(str(error()), r"^[A-Z].*\.$")
