"""From the shelf to the refund in a real browser: filter, cart, checkout, the local gateway, invoice."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from accounts.tests.factories import make_user
from catalog.tests.factories import make_category, make_product, make_variant
from gateway.testing import events_of, running_gateway
from inventory.models import Stock
from orders.models import Order
from orders.states import State
from pricing.tests.factories import make_method, make_tax_class
from tests.e2e.browser import Watch

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ADDRESS = {
    "Name": "Ada Example",
    "Street and number": "Long Street 1",
    "Postcode": "12345",
    "City": "Harbour",
}


@pytest.fixture(autouse=True)
def gateway(settings, monkeypatch):
    """Run the local gateway, to which pages may lead.

    The test brings its messages itself: all threads share one SQLite database in memory, which
    refuses to write for two of them at once instead of letting one wait.
    """
    with running_gateway() as running:
        settings.STRIPE_API_BASE = running.url

        class ShopWatch(Watch):
            def _on_request(self, request) -> None:
                if request.url.startswith(running.url):
                    self.documents.add(request.url)
                else:
                    super()._on_request(request)

            def _on_console(self, message) -> None:
                # The administration names no icon, so the browser asks for one that is not there.
                if not message.location.get("url", "").endswith("/favicon.ico"):
                    super()._on_console(message)

        monkeypatch.setattr("tests.e2e.conftest.Watch", ShopWatch)
        yield running


@pytest.fixture
def kettle():
    """Return a product in two variants beside another one, in a shop that sends to Germany."""
    tax_class = make_tax_class(DE=1900)
    product = make_product("Kettle", price=1999, stock=5, brand="Steam", tax_class=tax_class)
    product.variants.update(name="small")
    make_variant(product, price=2999, stock=5, name="large", position=1)
    make_product("Tea pot", price=3999, brand="Clay", tax_class=tax_class, category=make_category("Pots"))
    make_method(amount=490)
    return product


def fill_cart(page) -> None:
    """Find the kettle by its brand, and put two small ones into the cart."""
    page.goto(reverse("catalog:list"))
    page.locator(".filter-box > summary").click()
    page.get_by_label("Steam").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("1 product", exact=False)).to_be_visible()
    page.get_by_role("link", name="Kettle").click()
    page.get_by_label("small").check()
    page.get_by_label("Quantity").fill("2")
    page.get_by_role("button", name="Put into the cart").click()
    expect(page.get_by_role("heading", name="Your cart")).to_be_visible()


def check_out(page, axe=None) -> None:
    """Go from the cart to the page of the gateway, as a guest."""
    look = axe or (lambda _page: None)
    look(page)
    page.get_by_role("link", name="Go to checkout").click()
    page.get_by_label("E-mail address").fill("guest@example.org")
    for label, value in ADDRESS.items():
        page.get_by_label(re.compile(f"^{label}")).first.fill(value)
    look(page)
    page.get_by_role("button", name="Go on to shipping").click()
    look(page)
    page.get_by_role("button", name="Go on to the order").click()
    expect(page.get_by_text("€44.88").first).to_be_visible()
    look(page)
    page.get_by_role("button", name="Place order and pay").click()
    expect(page.get_by_text("Choose a test card")).to_be_visible()


def pay(page, card: str = "Pays at once") -> None:
    """Choose a card at the gateway."""
    page.get_by_label(card).check()
    page.get_by_role("button", name=re.compile("^Pay")).click()


def deliver(gateway) -> None:
    """Bring all messages of the gateway to the shop, after its page has been told by the browser."""
    for event in events_of(gateway):
        body, signature = gateway.deliveries.payload(event)
        response = Client().post(
            reverse("payments:webhook"),
            data=body,
            content_type="application/json",
            headers={"stripe-signature": signature},
        )
        assert response.status_code == 200


def test_guest_buys_and_support_gives_back(page, new_page, sign_in, axe, kettle, gateway):
    fill_cart(page)
    check_out(page, axe)
    pay(page)
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    axe(page)
    deliver(gateway)
    order = Order.objects.get()
    assert (order.state, order.total) == (State.PAID, 2 * 1999 + 490)
    assert [message.to for message in mail.outbox] == [["guest@example.org"]]

    link = re.search(r"https?://[^/\s]+(/orders/view/\S+)", mail.outbox[0].body)
    page.goto(link.group(1))
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == f"{order.invoice.number}.pdf"

    desk, support = new_page(), make_user(None, Role.SUPPORT)
    Authenticator.objects.create(user=support, type=Authenticator.Type.TOTP, data={"secret": "x"})
    sign_in(desk, support)
    desk.goto(reverse("admin:payments_payment_refund", args=[order.payments.get().pk]))
    desk.get_by_label("Amount").fill("19.99")
    desk.get_by_label("Reason").fill("One was broken")
    desk.get_by_role("button", name="Give the money back").click()
    expect(desk.get_by_text("The money is on its way back.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("€19.99 were given back.")).to_be_visible()
    assert order.credit_notes.count() == 1


def test_whole_way_on_a_phone_without_scripts(new_page, kettle):
    phone = new_page(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    fill_cart(phone)
    check_out(phone)
    pay(phone)

    expect(phone.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert Order.objects.get().state == State.PAID


def test_declined_card_keeps_the_order_and_a_second_card_pays(page, kettle):
    fill_cart(page)
    check_out(page)
    pay(page, "Is declined")
    expect(page.get_by_text("Your card was declined.")).to_be_visible()
    assert Order.objects.get().state == State.AWAITING_PAYMENT
    pay(page, "Asks for a confirmation first")
    page.get_by_role("button", name="Yes, pay").click()

    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert Order.objects.get().state == State.PAID
    assert Stock.objects.get(variant__name="small").on_hand == 3
