"""Pages of products and categories: what they say, what they cost, who may keep them."""

import json
import re
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import html5lib
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from cart.models import Cart
from cart.services import add_to_cart
from catalog import products, replica, services, shown
from catalog.models import Product, Variant
from catalog.products import RADIOS_MOST
from catalog.tests.factories import make_category, make_picture, make_product, make_variant
from core.caching import bump
from inventory.models import Stock
from reports.models import BestSeller

BUDGET = 8


def forget():
    """Let nothing be kept: what the pages cost at worst."""
    bump(shown.GROUP)
    products._numbers.clear()


class ProductPageTests(TestCase):
    def test_variants_are_chosen_by_radio_buttons_and_many_by_a_list(self):
        product = make_product()
        kinds = {1: 'type="hidden" name="variant"', 2: 'type="radio"', RADIOS_MOST + 1: "<select"}
        for count, tag in kinds.items():
            while product.variants.count() < count:
                make_variant(product, name=f"Size {count}")
            forget()
            with self.subTest(count=count):
                self.assertContains(self.client.get(product.get_absolute_url()), tag)

    def test_availability_is_told_per_variant(self):
        product = make_product(stock=0)
        make_variant(product, stock=2, name="Few")
        make_variant(product, stock=50, name="Many")

        page = self.client.get(product.get_absolute_url())

        for text in ("Sold out", "Only 2 left", "In stock"):
            self.assertContains(page, text, count=1)
        self.assertContains(page, "disabled", count=1)

    def test_product_that_is_sold_out_has_no_button(self):
        product = make_product(stock=0)

        self.assertNotContains(self.client.get(product.get_absolute_url()), "Put into the cart")

    def test_former_price_is_struck_through(self):
        product = make_product(price=1500)
        product.variants.get().prices.update(compare_at=2000)

        self.assertContains(self.client.get(product.get_absolute_url()), "<s class")

    def test_product_that_is_not_sold_in_the_currency_says_so(self):
        product = make_product()
        self.client.cookies["currency"] = "USD"

        page = self.client.get(product.get_absolute_url())

        self.assertContains(page, "This product is not sold in your currency.")
        self.assertNotContains(page, "Put into the cart")

    def test_text_is_shown_as_it_was_rendered(self):
        product = make_product(description="It is **good**.")
        services.save_product(product)

        self.assertContains(self.client.get(product.get_absolute_url()), "<strong>good</strong>")

    def test_hidden_products_do_not_exist(self):
        soon = timezone.now() + timedelta(hours=1)
        for fields in ({"status": "draft"}, {"status": "archived"}, {"published_at": soon}):
            with self.subTest(fields=fields):
                product = make_product(**fields)
                self.assertEqual(self.client.get(product.get_absolute_url()).status_code, 404)

    def test_former_address_leads_to_the_present_one(self):
        product = make_product(slug="old")
        product.slug = "new"
        services.save_product(product)
        category = make_category("Tea")
        category.slug = "teas"
        services.save_category(category)

        for old, new in (("/products/old/", "/products/new/"), ("/categories/tea/", "/categories/teas/")):
            with self.subTest(old=old):
                self.assertRedirects(self.client.get(old), new, status_code=301)

    def test_former_address_of_a_hidden_product_leads_nowhere(self):
        product = make_product(slug="old", status="draft")
        product.slug = "new"
        services.save_product(product)

        self.assertEqual(self.client.get("/products/old/").status_code, 404)

    def test_machines_read_product_offers_and_the_way_to_it(self):
        product = make_product(name="Tea </script>", brand="Leaf", rating_average=4.5, rating_count=2)
        make_variant(product, stock=0, price=900)

        page = self.client.get(product.get_absolute_url()).content.decode()

        scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        data, way = (json.loads(script) for script in scripts)
        self.assertEqual(data["name"], "Tea </script>")
        self.assertEqual(data["aggregateRating"]["reviewCount"], 2)
        offers = [(one["price"], one["availability"].rsplit("/")[-1]) for one in data["offers"]]
        self.assertEqual(offers, [("19.99", "InStock"), ("9.00", "OutOfStock")])
        self.assertEqual([one["name"] for one in way["itemListElement"]][1:], ["Tea", "Tea </script>"])

    def test_page_has_no_token_and_the_cart_takes_its_form(self):
        product = make_product()
        page = self.client.get(product.get_absolute_url())
        data = {"variant": product.variants.get().pk, "quantity": "2"}

        self.assertNotContains(page, "csrfmiddlewaretoken")
        response = self.client.post("/cart/add/", data, headers={"Origin": "http://testserver"})

        self.assertRedirects(response, "/cart/", fetch_redirect_response=False)

    def test_only_catalogue_managers_see_the_link_to_edit(self):
        product = make_product()
        for user, expected in ((make_user(), 0), (make_user(None, Role.CATALOG), 1)):
            self.client.force_login(user)
            with self.subTest(expected=expected):
                page = self.client.get(product.get_absolute_url())
                self.assertContains(page, f"/admin/catalog/product/{product.pk}/", count=expected)


class FrontTests(TestCase):
    def test_front_shows_best_sellers_newest_and_categories(self):
        best = make_product(name="Best", published_at=timezone.now() - timedelta(days=400))
        BestSeller.objects.create(product=best, items=5)
        make_product(name="Newest")

        page = self.client.get("/").content.decode()

        self.assertLess(page.index("Best sellers"), page.index("New in the shop"))
        self.assertEqual((page.count(">Best</a>"), page.count(">Newest</a>")), (2, 1))
        self.assertInHTML('<strong>Tea</strong> <span class="muted small">2</span>', page)

    def test_empty_shop_says_so(self):
        self.assertContains(self.client.get("/"), "There is nothing for sale yet.")


class SoundTests(TestCase):
    def test_pages_are_sound_html(self):
        product = make_product(name="Tea & <b>more</b>", brand="L&F", summary='"Fine"')
        make_variant(product, options={"size": "<50 g>"}, name="<50 g>")
        services.save_product(product)
        paths = ["/", "/products/", "/categories/tea/", "/search/", "/search/?q=tea", "/currency/"]
        for path in [*paths, product.get_absolute_url()]:
            with self.subTest(path=path):
                page = self.client.get(path).content.decode()
                html5lib.HTMLParser(strict=True).parse(page)
                self.assertEqual(page.count("<h1"), 1)
                self.assertNotIn("<b>more", page)


class CostTests(TestCase):
    def make(self, number):
        for _ in range(number):
            product = make_product(brand="Leaf")
            make_variant(product, options={"size": "L"})
            make_picture(product)

    def cost(self, path):
        forget()
        with CaptureQueriesContext(connection) as queries:
            self.assertEqual(self.client.get(path).status_code, 200)
        return len(queries)

    def test_pages_keep_their_budget_whatever_the_number_of_rows(self):
        self.make(1)
        product = Product.objects.get()
        paths = ["/", "/products/?brand=Leaf&in_stock=1", "/categories/tea/?o-size=L&sort=price"]
        paths += ["/search/?q=product", product.get_absolute_url()]
        few = {path: self.cost(path) for path in paths}
        self.make(12)
        many = {path: self.cost(path) for path in paths}

        self.assertEqual(few, many)
        self.assertLessEqual(max(many.values()), BUDGET)

    def test_what_is_kept_costs_no_query(self):
        self.make(2)
        product = Product.objects.first()
        for path in ("/", "/products/", "/categories/tea/", product.get_absolute_url()):
            self.client.get(path)
            with self.subTest(path=path), self.assertNumQueries(0):
                self.client.get(path)


class CachingTests(TestCase):
    def test_anonymous_pages_are_shared_and_confirmed_without_a_query(self):
        product = make_product()
        for path in ("/", "/products/", "/categories/tea/", product.get_absolute_url(), "/sitemap.xml"):
            with self.subTest(path=path):
                first = self.client.get(path)
                self.assertEqual(first.headers["Cache-Control"], "public, no-cache")
                self.assertNotIn("Set-Cookie", first.headers)
                with self.assertNumQueries(0):
                    again = self.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
                self.assertEqual(again.status_code, 304)

    def test_currencies_do_not_share_a_page(self):
        make_product()
        first = self.client.get("/products/").headers["ETag"]
        self.client.cookies["currency"] = "USD"

        again = self.client.get("/products/", headers={"If-None-Match": first})

        self.assertEqual((again.status_code, "Cookie" in again.headers["Vary"]), (200, True))

    def test_changes_are_seen_at_once(self):
        product = make_product(name="Before")
        self.client.get(product.get_absolute_url())
        product.name = "After"
        services.save_product(product)

        for path in (product.get_absolute_url(), "/products/", "/"):
            with self.subTest(path=path):
                self.assertContains(self.client.get(path), "After")

    def test_product_page_can_be_forgotten_alone(self):
        product = make_product()
        self.client.get(product.get_absolute_url())
        Product.objects.update(rating_count=7, rating_average=5)
        shown.forget_product(product.pk)

        self.assertContains(self.client.get(product.get_absolute_url()), "7 reviews")

    def test_stock_is_a_minute_old_at_most(self):
        product = make_product(stock=50)
        self.client.get(product.get_absolute_url())
        Stock.objects.update(on_hand=0)

        later = SimpleNamespace(time=lambda: time.time() + shown.EDITION_SECONDS)
        with mock.patch.object(shown, "time", later):
            self.assertContains(self.client.get(product.get_absolute_url()), "Sold out")


class CurrencyTests(TestCase):
    def test_choice_is_kept_and_the_page_before_is_shown_again(self):
        response = self.client.post("/currency/", {"currency": "USD", "next": "/products/"})

        self.assertRedirects(response, "/products/", fetch_redirect_response=False)
        self.assertEqual(response.cookies["currency"].value, "USD")

    def test_unknown_currency_and_foreign_address_are_refused(self):
        self.assertEqual(self.client.post("/currency/", {"currency": "QQQ"}).status_code, 422)
        response = self.client.post("/currency/", {"currency": "EUR", "next": "https://example.org/"})

        self.assertRedirects(response, "/", fetch_redirect_response=False)

    def test_open_cart_changes_with_it_and_says_what_left(self):
        user = make_user()
        cart = Cart.objects.create(user=user, currency="EUR")
        add_to_cart(cart, make_product(name="Tea").variants.get(), 1)
        self.client.force_login(user)

        response = self.client.post("/currency/", {"currency": "USD"}, follow=True)

        cart.refresh_from_db()
        self.assertEqual((cart.currency, cart.lines.count()), ("USD", 0))
        self.assertContains(response, "Not sold in USD, so taken out of your cart: Tea.")


class CrawlerTests(TestCase):
    def test_sitemap_names_what_is_for_sale(self):
        shown_product, hidden = make_product(), make_product(status="draft")

        page = self.client.get("/sitemap-products.xml").content.decode()

        self.assertIn(shown_product.get_absolute_url(), page)
        self.assertNotIn(hidden.get_absolute_url(), page)
        self.assertContains(self.client.get("/sitemap-categories.xml"), "/categories/tea/")
        self.assertContains(self.client.get("/robots.txt"), "Disallow: /checkout/")
        self.assertContains(self.client.get("/robots.txt"), "/sitemap.xml")

    def test_filtered_lists_name_the_plain_list_as_the_original(self):
        make_product()

        self.assertContains(
            self.client.get("/products/?sort=price"),
            '<link rel="canonical" href="https://example.com/products/">',
        )


class PriceInTests(TestCase):
    def test_price_is_found_among_those_fetched_along(self):
        make_product(price=500)
        variant = Variant.objects.prefetch_related("prices").get()

        with self.assertNumQueries(0):
            self.assertEqual(variant.price_in("EUR").amount, 500)
            self.assertIsNone(variant.price_in("USD"))


class ReplicaTests(TestCase):
    def test_without_a_replica_everything_reads_the_primary(self):
        self.assertEqual(replica.reading(), "default")

    def test_pages_that_only_look_ask_the_replica_by_name(self):
        chosen = SimpleNamespace(DATABASES={"default": {}, "replica": {}})
        with mock.patch.object(replica, "settings", chosen):
            self.assertEqual(replica.reading(), "replica")
            self.assertEqual(Product.objects.using(replica.reading()).db, "replica")

    def test_apps_that_write_never_ask_it(self):
        root = Path(replica.__file__).parents[1]
        users = {
            path.relative_to(root).parts[0]
            for path in root.rglob("*.py")
            if "catalog.replica" in path.read_text("utf-8") and "tests" not in path.parts
        }
        writers = {"cart", "checkout", "customers", "inventory", "orders", "payments", "wishlist"}
        self.assertEqual(users & writers, set())
