"""The warehouse in the administration, and who is told of what is nearly gone."""

from django.core import mail
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from accounts.tests.factories import make_user
from catalog.tests.factories import make_product
from core.testing import assert_stays
from inventory.models import Movement, Stock
from inventory.services import receive
from inventory.tasks import warn_of_low_stock

LISTS = [f"/admin/inventory/{name}/" for name in ("stock", "movement", "reservation")]


@override_settings(ADMIN_REQUIRES_MFA=False)
class StockAdminTests(TestCase):
    """Goods come in and are counted; nobody types a stock."""

    def setUp(self):
        self.stock = make_product("Tea", stock=5).variants.get().stock
        self.page = reverse("admin:inventory_stock_change", args=[self.stock.pk])

    def send(self, step, **data):
        """Send one of the forms of a stock."""
        url = reverse("admin:inventory_stock_step", args=[self.stock.pk, step])
        return self.client.post(url, {f"{step}-{name}": value for name, value in data.items()}, follow=True)

    def sign_in(self, role):
        """Come as somebody of a role."""
        user = make_user(None, role)
        self.client.force_login(user)
        return user

    def test_all_staff_look_and_customers_do_not(self):
        for role in Role:
            self.sign_in(role)
            for url in [*LISTS, self.page]:
                with self.subTest(role=role, url=url):
                    self.assertEqual(self.client.get(url).status_code, 200)
        self.client.force_login(make_user())
        self.assertEqual(self.client.get(self.page).status_code, 302)

    def test_goods_are_received_with_a_note(self):
        user = self.sign_in(Role.WAREHOUSE)

        page = self.send("receive", quantity=7, note="Delivery 1")

        movement = Movement.objects.latest("pk")
        self.stock.refresh_from_db()
        self.assertEqual((self.stock.on_hand, movement.quantity, movement.reason), (12, 7, "received"))
        self.assertEqual((movement.by, movement.note), (user, "Delivery 1"))
        self.assertContains(page, "Delivery 1")

    def test_count_is_corrected_with_a_reason(self):
        self.sign_in(Role.WAREHOUSE)

        self.send("correct", on_hand=3, note="Two broken")

        self.stock.refresh_from_db()
        self.assertEqual((self.stock.on_hand, Movement.objects.latest("pk").quantity), (3, -2))

    def test_count_below_what_is_promised_is_refused(self):
        self.sign_in(Role.WAREHOUSE)
        Stock.objects.update(reserved=4)

        with assert_stays(Stock.objects.all(), Movement.objects.all()):
            page = self.send("correct", on_hand=3, note="Stolen")

        self.assertContains(page, "Fewer pieces would be left than are promised to orders.")

    def test_bad_entries_change_nothing(self):
        self.sign_in(Role.WAREHOUSE)
        for step, data in [
            ("receive", {"quantity": -1}),
            ("receive", {"quantity": 0}),
            ("receive", {"quantity": "1.5"}),
            ("correct", {"on_hand": 3}),
            ("correct", {"on_hand": -3, "note": "x"}),
        ]:
            with (
                self.subTest(step=step, data=data),
                assert_stays(Stock.objects.all(), Movement.objects.all()),
            ):
                self.send(step, **data)

    def test_only_the_warehouse_moves_pieces(self):
        for role in (Role.SUPPORT, Role.CATALOG):
            self.sign_in(role)
            for step, data in [("receive", {"quantity": 1}), ("correct", {"on_hand": 1, "note": "x"})]:
                with self.subTest(role=role, step=step), assert_stays(Stock.objects.all()):
                    self.assertEqual(self.send(step, **data).status_code, 403)

    def test_nothing_can_be_typed_or_deleted(self):
        self.sign_in(Role.ADMINISTRATOR)
        delete = reverse("admin:inventory_movement_delete", args=[Movement.objects.get().pk])
        with assert_stays(Stock.objects.all(), Movement.objects.all()):
            self.assertEqual(self.client.post(self.page, {"on_hand": 99}).status_code, 403)
            self.assertEqual(self.client.post(delete, {"post": "yes"}).status_code, 403)

    def test_filters_show_what_is_low_and_what_is_gone(self):
        self.sign_in(Role.WAREHOUSE)
        low = make_product(stock=2).variants.get().stock
        gone = make_product(stock=0).variants.get().stock
        for value, expected in [("low", [low, gone]), ("none", [gone])]:
            with self.subTest(value=value):
                found = self.client.get(LISTS[0], {"left": value}).context["cl"].result_list
                self.assertEqual(list(found), expected)

    def test_queries_do_not_grow(self):
        self.sign_in(Role.WAREHOUSE)
        for url in LISTS[:2]:
            self.client.get(url)
            counts = []
            for more in (0, 9):
                for _ in range(more):
                    make_product()
                with CaptureQueriesContext(connection) as queries:
                    self.client.get(url)
                counts.append(len(queries))
            with self.subTest(url=url):
                self.assertEqual(counts[0], counts[1])


class WarningTests(TestCase):
    """Telling the warehouse."""

    def setUp(self):
        self.user = make_user("warehouse@example.org", Role.WAREHOUSE, language="de")
        self.variant = make_product("Tea", stock=3).variants.get()
        make_product("Coffee", stock=4)

    def warn(self):
        """Run the task with its mails."""
        with self.captureOnCommitCallbacks(execute=True):
            return warn_of_low_stock()

    def test_what_is_nearly_gone_is_told_once(self):
        self.assertEqual([self.warn(), self.warn()], [1, 0])

        [message] = mail.outbox
        self.assertEqual(message.to, ["warehouse@example.org"])
        self.assertIn(f"{self.variant.sku} Tea: 3", message.body)
        self.assertNotIn("Coffee", message.body)

    def test_promised_pieces_count_as_gone(self):
        Stock.objects.filter(variant__product__name="Coffee").update(reserved=1)

        self.assertEqual(self.warn(), 2)

    def test_new_pieces_make_it_news_again(self):
        self.warn()
        receive(self.variant, 5, by=self.user)
        self.assertEqual(self.warn(), 0)

        Stock.objects.update(on_hand=1)

        self.assertEqual(self.warn(), 2)

    def test_shop_without_a_warehouse_tells_its_administrators(self):
        User.objects.filter(pk=self.user.pk).update(is_active=False)
        make_user("boss@example.org", Role.ADMINISTRATOR)

        self.warn()

        self.assertEqual([message.to for message in mail.outbox], [["boss@example.org"]])

    def test_article_that_is_not_for_sale_is_no_news(self):
        self.variant.is_active = False
        self.variant.save()

        self.assertEqual(self.warn(), 0)
