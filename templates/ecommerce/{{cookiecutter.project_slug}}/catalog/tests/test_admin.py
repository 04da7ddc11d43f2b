"""The catalogue in the administration."""

from io import BytesIO
from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from accounts.tests.factories import make_user
from catalog.models import Category, OldSlug, Price, Product, ProductImage, Variant
from catalog.tests.factories import make_category, make_picture, make_product
from core.testing import assert_stays
from inventory.models import Movement, Stock
from pricing.tests.factories import make_tax_class

LIST = reverse("admin:catalog_product_changelist")
IMPORT = reverse("admin:catalog_product_import")
EXPORT = reverse("admin:catalog_product_export")
CSV = "slug,name,category,sku,price_EUR\nsencha,Sencha,tea,T-1,7.90\n"


def picture(side=600):
    buffer = BytesIO()
    Image.new("RGB", (side, side), "green").save(buffer, "PNG")
    return SimpleUploadedFile("tea.png", buffer.getvalue(), "image/png")


def inline(prefix, rows, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def change(path):
    return reverse(f"admin:catalog_{path._meta.model_name}_change", args=[path.pk])


@override_settings(ADMIN_REQUIRES_MFA=False)
class AdminTestCase(TestCase):
    def setUp(self):
        self.staff = make_user(None, Role.CATALOG)
        self.client.force_login(self.staff)

    def form(self, **fields):
        tax_class, category = make_tax_class(), make_category()
        data = {
            "name": "Sencha",
            "slug": "",
            "category": category.pk,
            "tax_class": tax_class.pk,
            "status": "active",
            "published_at_0": "2026-01-01",
            "published_at_1": "10:00",
        }
        return data | inline("variants", []) | inline("images", []) | inline("old_slugs", []) | fields


class ProductAdminTests(AdminTestCase):
    def test_product_is_made_with_variants_prices_and_pictures(self):
        variants = [
            {"sku": "T-1", "name": "50 g", "options": '{"size": "50 g"}', "weight_grams": 50, "position": 0}
            | {"is_active": "on", "price_EUR": "7.90", "price_USD": ""},
            {"sku": "T-2", "name": "100 g", "options": "{}", "weight_grams": 100, "position": 1}
            | {"is_active": "on", "price_EUR": "13.90", "price_USD": "15"},
        ]
        pictures = [{"file": picture(), "alt": "Green leaves", "position": 0}]
        data = self.form(description="*Fine*") | inline("variants", variants) | inline("images", pictures)

        with self.captureOnCommitCallbacks(execute=True):
            response = self.client.post(reverse("admin:catalog_product_add"), data)

        self.assertRedirects(response, LIST)
        product = Product.objects.get()
        self.assertEqual((product.slug, product.lowest_price), ("sencha", 790))
        self.assertEqual(product.description_html, "<p><em>Fine</em></p>\n")
        prices = Price.objects.order_by("pk").values_list("variant__sku", "currency", "amount")
        self.assertEqual(list(prices), [("T-1", "EUR", 790), ("T-2", "EUR", 1390), ("T-2", "USD", 1500)])
        image = product.images.get()
        self.assertEqual((image.width, image.widths, image.file.name[-5:]), (600, [480], ".webp"))

    def test_present_prices_are_shown_changed_and_taken_away(self):
        product = make_product(price=1999)
        variant = product.variants.get()
        Price.objects.create(variant=variant, currency="USD", amount=2500)
        row = {"id": variant.pk, "product": product.pk, "sku": variant.sku, "options": "{}", "position": 0}
        row |= {"weight_grams": 0, "is_active": "on", "price_EUR": "18.00", "price_USD": ""}
        self.assertContains(self.client.get(change(product)), 'value="19.99"')

        data = self.form(slug="renamed", published_at_0="2026-02-02") | inline("variants", [row], initial=1)
        response = self.client.post(change(product), data)

        self.assertRedirects(response, LIST)
        self.assertEqual(list(Price.objects.values_list("currency", "amount")), [("EUR", 1800)])
        self.assertEqual(OldSlug.objects.get().slug, product.slug)

    def test_svg_is_no_picture(self):
        product = make_product()
        svg = SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")
        data = self.form(slug=product.slug) | inline("images", [{"file": svg, "alt": "x", "position": 0}])

        response = self.client.post(change(product), data)

        self.assertEqual((response.status_code, ProductImage.objects.count()), (200, 0))

    def test_deleted_picture_takes_its_files_along(self):
        product = make_product()
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(
                change(product),
                self.form(slug=product.slug)
                | inline("images", [{"file": picture(), "alt": "x", "position": 0}]),
            )
        image = ProductImage.objects.get()
        row = {"id": image.pk, "product": product.pk, "alt": "x", "position": 0, "DELETE": "on"}

        data = self.form(slug=product.slug) | inline("images", [row], initial=1)
        with (
            mock.patch("catalog.admin.delete_files") as delete,
            self.captureOnCommitCallbacks(execute=True),
        ):
            self.client.post(change(product), data)

        delete.assert_called_once_with(image.file.name, [480])

    def test_list_is_found_by_name_and_article_number(self):
        make_product(name="Sencha")
        other = make_product(name="Assam")
        sku = other.variants.get().sku
        for words, expected in (("senc", ["Sencha"]), (sku.lower(), ["Assam"]), ("nothing", [])):
            with self.subTest(words=words):
                page = self.client.get(LIST, {"q": words}).context["cl"]
                self.assertEqual([product.name for product in page.queryset], expected)

    def test_number_of_queries_does_not_grow_with_the_products(self):
        # The first request of a session also writes down its device.
        self.client.get(LIST)
        counts = []
        for number in (1, 9):
            for _ in range(number):
                make_product()
            with CaptureQueriesContext(connection) as queries:
                self.client.get(LIST)
            counts.append(len(queries))

        self.assertEqual(counts[0], counts[1])

    def test_products_are_offered_and_archived_in_bulk(self):
        products = [make_product(status="draft"), make_product(status="draft")]
        for action, status in (("publish", "active"), ("archive", "archived")):
            with self.subTest(action=action):
                chosen = [product.pk for product in products]
                self.client.post(LIST, {"action": action, "_selected_action": chosen})
                self.assertEqual(set(Product.objects.values_list("status", flat=True)), {status})

    def test_prices_change_only_after_confirmation(self):
        product = make_product(price=1000)
        data = {"action": "change_prices", "_selected_action": [product.pk]}

        with assert_stays(Price.objects.all()):
            page = self.client.post(LIST, data)
            self.assertContains(page, "All prices of these products change")
            self.client.post(LIST, data | {"confirmed": "1", "percent": "-95"})
        self.client.post(LIST, data | {"confirmed": "1", "percent": "-10", "show_former": "on"})

        price = Price.objects.get()
        self.assertEqual((price.amount, price.compare_at), (900, 1000))
        history = self.client.get(reverse("admin:catalog_product_history", args=[product.pk]))
        self.assertContains(history, "Prices changed by -10 %.")

    def test_variant_and_category_are_saved_through_the_services(self):
        variant = make_product(price=1000).variants.get()
        price = variant.prices.get()
        data = {"sku": variant.sku, "options": "{}", "weight_grams": 0, "position": 0, "is_active": "on"}
        row = {"id": price.pk, "variant": variant.pk, "currency": "EUR", "amount": 800, "compare_at": 1000}
        self.client.post(change(variant), data | inline("prices", [row], initial=1))
        self.client.post(
            reverse("admin:catalog_category_add"), {"name": "Tea cups", "slug": "", "position": 0}
        )

        self.assertEqual(Product.objects.get().lowest_price, 800)
        self.assertEqual(Category.objects.get(slug="tea-cups").path, "tea-cups")

    def test_product_without_price_is_not_offered_in_bulk(self):
        product = make_product(status="draft")
        Price.objects.all().delete()

        response = self.client.post(
            LIST, {"action": "publish", "_selected_action": [product.pk]}, follow=True
        )

        self.assertContains(response, "A product needs a variant with a price")

    def test_chosen_products_are_exported(self):
        product = make_product(name="Chosen")
        make_product(name="Other")

        answer = self.client.post(LIST, {"action": "export", "_selected_action": [product.pk]})

        text = b"".join(answer.streaming_content).decode()
        self.assertEqual(("Chosen" in text, "Other" in text), (True, False))

    def test_deleted_products_and_categories_leave_the_pages_and_the_disk(self):
        category = make_category("Gone")
        for way in ("page", "list"):
            product = make_product(category=category)
            # What was ever in stock is archived, not deleted.
            Movement.objects.all().delete()
            Stock.objects.all().delete()
            make_picture(product, widths=[480])
            url = reverse("admin:catalog_product_delete", args=[product.pk]) if way == "page" else LIST
            data = {"post": "yes", "action": "delete_selected", "_selected_action": [product.pk]}
            with (
                self.subTest(way=way),
                mock.patch("catalog.admin.delete_files") as delete,
                self.captureOnCommitCallbacks(execute=True),
            ):
                self.client.post(url, data)
            delete.assert_called_once_with("x.webp", [480])
            self.assertEqual(Product.objects.count(), 0)
        self.client.post(reverse("admin:catalog_category_delete", args=[category.pk]), {"post": "yes"})

        self.assertEqual(self.client.get("/categories/gone/").status_code, 404)

    def test_category_is_not_offered_its_own_branch(self):
        tea = make_category("Tea")
        make_category("Green", parent=tea)
        make_category("Paper")

        form = self.client.get(change(tea)).context["adminform"].form

        self.assertEqual([str(one) for one in form.fields["parent"].queryset], ["Paper"])


class ImportPageTests(AdminTestCase):
    def upload(self, text):
        return self.client.post(IMPORT, {"file": SimpleUploadedFile("p.csv", text.encode(), "text/csv")})

    def test_file_is_checked_first_and_imported_by_a_second_step(self):
        make_category("Tea")
        make_tax_class()

        with assert_stays(Product.objects.all()):
            checked = self.upload(CSV)
        self.assertContains(checked, "Products: 1 new, 0 changed, 0 refused.")
        done = self.client.post(IMPORT, {"checked": checked.context["checked"]})

        self.assertContains(done, "Products: 1 new, 0 changed, 0 refused.")
        self.assertEqual(Variant.objects.get().sku, "T-1")

    def test_text_that_was_not_checked_is_not_imported(self):
        with assert_stays(Product.objects.all()):
            response = self.client.post(IMPORT, {"checked": CSV}, follow=True)

        self.assertContains(response, "This link is damaged")

    def test_wrong_files_are_refused_in_a_sentence(self):
        for content, sentence in (
            ("a,b\n1,2\n", "The header lacks"),
            ("x" * (1024 * 1024 + 1), "The file is larger than 1 MB."),
        ):
            with self.subTest(sentence=sentence):
                self.assertContains(self.upload(content), sentence)
        latin = SimpleUploadedFile("p.csv", "é".encode("latin-1"), "text/csv")
        self.assertContains(self.client.post(IMPORT, {"file": latin}), "The file is not text in UTF-8.")

    def test_export_holds_all_products(self):
        make_product(name="=1+1")

        text = b"".join(self.client.get(EXPORT).streaming_content).decode()

        self.assertEqual(text.count("\n"), 2)
        self.assertIn("'=1+1", text)


class PermissionTests(AdminTestCase):
    def test_each_role_against_each_page(self):
        product = make_product()
        pages = (LIST, change(product), reverse("admin:catalog_product_add"), IMPORT, EXPORT)
        expected = {
            Role.CATALOG: (200, 200, 200, 200, 200),
            Role.ADMINISTRATOR: (200, 200, 200, 200, 200),
            Role.WAREHOUSE: (200, 200, 403, 403, 200),
            Role.SUPPORT: (200, 200, 403, 403, 200),
        }
        for role, codes in expected.items():
            self.client.force_login(make_user(None, role))
            with self.subTest(role=role):
                self.assertEqual(tuple(self.client.get(page).status_code for page in pages), codes)

    def test_those_who_only_look_change_nothing(self):
        product = make_product(status="draft")
        self.client.force_login(make_user(None, Role.WAREHOUSE))

        with assert_stays(Product.objects.all()):
            self.client.post(LIST, {"action": "publish", "_selected_action": [product.pk]})
            self.assertEqual(self.client.post(change(product), self.form(name="Hacked")).status_code, 403)
            self.assertEqual(self.client.post(IMPORT, {"checked": "x"}).status_code, 403)

    @override_settings(ADMIN_REQUIRES_MFA=True)
    def test_import_and_export_need_a_second_factor(self):
        for page in (IMPORT, EXPORT, LIST):
            with self.subTest(page=page):
                self.assertRedirects(
                    self.client.get(page), reverse("mfa_activate_totp"), fetch_redirect_response=False
                )
