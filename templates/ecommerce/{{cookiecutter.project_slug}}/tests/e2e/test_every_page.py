"""Every page that a link leads to: no barrier in light and dark, one heading, and no wider than a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from catalog.tests.factories import make_product, make_variant
from orders.states import State
from orders.tests.factories import make_order
from reports.models import BestSeller, DailySales
from reviews.tests.factories import make_review
from tests.e2e import browser
from wishlist.services import add_wish, share_list

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

FOR_EVERYBODY = {"catalog:front", "catalog:list", "catalog:product", "catalog:category", "cart:detail"}
FOR_CUSTOMERS = {"orders:list", "orders:detail", "wishlist:detail", "customers:addresses"}
FILES = {"orders:document", "reports:sales_csv", "catalog:sitemap", "catalog:robots"}


@pytest.fixture(autouse=True)
def _files_are_no_pages(monkeypatch):
    monkeypatch.setattr(browser, "NO_PAGES", browser.NO_PAGES | FILES)


@pytest.fixture
def customer():
    """Return somebody with orders, a review and wishes, in a shop with some products."""
    user = make_user("customer@example.com", name="Ada Example")
    product = make_product(
        "A kettle", summary="It boils water.", brand="Steam", description_html="<p>It boils <b>water</b>.</p>"
    )
    make_variant(product, name="large")
    make_product("Sold out", stock=0, published_at=timezone.now() - timedelta(days=1))
    make_order((product.variants.first(), 2), user=user, state=State.SHIPPED)
    make_order((product.variants.first(), 1), user=user)
    for stars in (5, 3):
        make_review(product, rating=stars)
    add_wish(product.variants.select_related("product").first(), by=user)
    share_list(user)
    return user


def look_at(page, axe) -> set[str]:
    """Walk through the site and return the names of the views that were seen."""
    names = set()
    for name in browser.follow_links(page):
        axe(page)
        page.set_viewport_size({"width": 390, "height": 844})
        assert (name, page.evaluate("document.documentElement.scrollWidth")) == (name, 390)
        page.set_viewport_size({"width": 1280, "height": 800})
        assert (name, page.locator("h1").count()) == (name, 1)
        names.add(name)
    return names


def test_visitor_meets_no_barrier_on_any_page(page, axe, customer):
    names = look_at(page, axe)

    assert names >= FOR_EVERYBODY
    assert names.isdisjoint(FOR_CUSTOMERS)


def test_customer_meets_no_barrier_on_any_page(page, axe, customer, sign_in):
    sign_in(page, customer)

    assert look_at(page, axe) >= FOR_EVERYBODY | FOR_CUSTOMERS


def test_staff_meet_no_barrier_on_their_pages(page, axe, customer, sign_in):
    today = timezone.localdate()
    for days_ago in range(40):
        day = today - timedelta(days=days_ago)
        DailySales.objects.create(day=day, currency="EUR", orders=2, items=3, revenue=5000 + days_ago)
    BestSeller.objects.create(product=make_product(), items=9)
    make_review(status="pending")
    sign_in(page, make_user(None, Role.ADMINISTRATOR))

    for name in ("reports:dashboard", "reviews:moderation"):
        page.goto(reverse(name))
        axe(page)
        page.set_viewport_size({"width": 390, "height": 844})
        assert (name, page.evaluate("document.documentElement.scrollWidth")) == (name, 390)
