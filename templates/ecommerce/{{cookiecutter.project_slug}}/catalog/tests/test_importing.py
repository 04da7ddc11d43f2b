"""Products from and to CSV."""

import csv
import io

from django.contrib.admin.models import LogEntry
from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from catalog.importing import ImportRefused, columns, export_rows, import_products
from catalog.models import Price, Product, Variant
from catalog.tests.factories import make_category, make_product
from core.export import csv_chunks
from core.testing import assert_stays
from pricing.tests.factories import make_tax_class

HEADER = "slug,name,category,sku,status,variant,options,weight_grams,price_EUR,price_USD\n"


class ImportTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.staff = make_user(None, Role.CATALOG)
        make_category("Tea")
        make_tax_class("Standard")

    def run_import(self, *lines, header=HEADER, dry_run=False):
        return import_products(header + "\n".join(lines), by=self.staff, dry_run=dry_run)

    def test_new_product_with_two_variants(self):
        report = self.run_import(
            "sencha,Sencha,tea,T-1,active,50 g,size=50 g,50,7.90,8.50",
            "sencha,Sencha,tea,T-2,active,100 g,size=100 g; tin=yes,100,13.5,",
        )

        self.assertEqual((report.created, report.updated, report.refused), (1, 0, 0))
        product = Product.objects.get()
        self.assertEqual((product.name, product.status, product.lowest_price), ("Sencha", "active", 790))
        variants = product.variants.values_list("sku", "options", "weight_grams")
        self.assertEqual(
            list(variants), [("T-1", {"size": "50 g"}, 50), ("T-2", {"size": "100 g", "tin": "yes"}, 100)]
        )
        prices = Price.objects.order_by("pk").values_list("variant__sku", "currency", "amount")
        self.assertEqual(list(prices), [("T-1", "EUR", 790), ("T-1", "USD", 850), ("T-2", "EUR", 1350)])
        self.assertEqual(LogEntry.objects.get().change_message, "Imported from a file.")

    def test_present_product_changes_and_empty_cells_leave_what_there_is(self):
        product = make_product(slug="sencha", name="Old", brand="Leaf")
        sku = product.variants.get().sku

        report = self.run_import(f"sencha,New,tea,{sku},,,,,5.00,")

        self.assertEqual(report.updated, 1)
        product = Product.objects.get()
        self.assertEqual((product.name, product.brand, product.status), ("New", "Leaf", "active"))
        self.assertEqual(Price.objects.get().amount, 500)

    def test_product_with_one_wrong_line_is_left_out_wholly(self):
        report = self.run_import(
            "good,Good,tea,G-1,,,,,1.00,",
            "bad,Bad,tea,B-1,,,,,1.00,",
            "bad,Bad,tea,B-2,,,,,-1,",
        )

        self.assertEqual((report.created, report.refused), (1, 1))
        self.assertEqual(list(Variant.objects.values_list("sku", flat=True)), ["G-1"])
        self.assertEqual([line.outcome for line in report.lines], ["created", "refused", "refused"])
        self.assertEqual(report.lines[2].problems, ["“-1” is no price in EUR."])
        self.assertEqual(report.lines[2].number, 4)

    def test_trial_says_the_same_and_changes_nothing(self):
        with assert_stays(Product.objects.all(), Price.objects.all(), LogEntry.objects.all()):
            report = self.run_import("sencha,Sencha,tea,T-1,,,,,1.00,", dry_run=True)

        self.assertEqual(report.created, 1)

    def test_every_wrong_cell_is_named(self):
        other = make_product(slug="other").variants.get()
        cases = {
            "x,,tea,S,,,,,,": "A product needs a name.",
            "a b,N,tea,S,,,,,,": "The address may only have letters, digits, hyphens and underscores.",
            "x,N,tea,S,sold,,,,,": "The status must be one of: draft, active, archived.",
            "x,N,coffee,S,,,,,,": "There is no category “coffee”.",
            "x,N,tea,,,,,,,": "A variant needs an article number.",
            "x,N,tea,S,,,colour,,,": "options: “colour” cannot be read.",
            "x,N,tea,S,,,,-5,,": "weight_grams: “-5” cannot be read.",
            "x,N,tea,S,,,,,1.999,": "“1.999” is no price in EUR.",
            "x,N,tea,S,,,,,NaN,": "“NaN” is no price in EUR.",
            "x,N,tea,S,,,,,1e99,": "“1e99” is no price in EUR.",
            f"x,{'n' * 201},tea,S,,,,,,": "name is longer than 200 characters.",
            f"x,N,tea,{other.sku},,,,,,": "This article number belongs to another product.",
        }
        for line, problem in cases.items():
            with self.subTest(problem=problem), assert_stays(Product.objects.all(), Price.objects.all()):
                report = self.run_import(line)
                self.assertEqual([one for row in report.lines for one in row.problems], [problem])

    def test_file_that_is_no_table_of_products_is_refused(self):
        for header, line in (
            ("slug,name,category\n", "x,N,tea"),
            ("slug,name,category,sku,is_admin\n", "x,N,tea,S,1"),
            (HEADER, ""),
            (HEADER, "\n".join("x,N,tea,S,,,,,," for _ in range(2001))),
            (HEADER, 'x,"N'),
        ):
            with self.subTest(header=header), self.assertRaises(ImportRefused):
                self.run_import(line, header=header)

    def test_export_can_be_imported_again_and_holds_no_formula(self):
        product = make_product(
            slug="evil", name="=HYPERLINK(1)", brand="+1", description="Two\nlines, “quoted”"
        )
        product.variants.update(options={"size": "L"})
        text = b"".join(csv_chunks(export_rows(Product.objects.all()))).decode()

        [row] = csv.DictReader(io.StringIO(text))
        self.assertEqual((row["name"], row["brand"], row["price_EUR"]), ("'=HYPERLINK(1)", "'+1", "19.99"))
        self.assertEqual(list(row), columns())
        Product.objects.update(name="Changed")
        report = import_products(text, by=self.staff, dry_run=False)

        self.assertEqual(report.updated, 1)
        product = Product.objects.get()
        self.assertEqual((product.name, product.brand), ("=HYPERLINK(1)", "+1"))
        self.assertEqual(product.description, "Two\nlines, “quoted”")

    def test_export_takes_the_same_queries_for_many_products(self):
        for count in (1, 9):
            for _ in range(count):
                make_product()
            with self.subTest(count=count), self.assertNumQueries(2):
                list(export_rows(Product.objects.all()))
