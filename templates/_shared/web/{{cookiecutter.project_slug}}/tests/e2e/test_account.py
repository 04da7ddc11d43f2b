"""Signing up and in, the pages of an account and the error pages, in a real browser."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from accounts.tests.factories import PASSWORD, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

NEW_PASSWORD = "correct-horse-battery"
OPEN_PAGES = ("account_login", "account_signup", "account_reset_password", "core:preferences")
OWN_PAGES = (
    "accounts:overview",
    "accounts:profile",
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "usersessions_list",
    "socialaccount_connections",
)


def make_member():
    """Return a user who can sign in with the form."""
    return make_user("reader@example.com")


def fill_in_sign_in(page, password: str = PASSWORD) -> None:
    page.get_by_label("Email").fill("reader@example.com")
    page.get_by_label("Password").fill(password)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_open_page_has_no_barrier(page, axe, name):
    page.goto(reverse(name))

    axe(page)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_page_of_an_account_has_no_barrier(page, axe, sign_in, name):
    sign_in(page, make_member())
    page.goto(reverse(name))

    axe(page)


def test_page_that_asks_for_the_password_again_has_no_barrier(page, axe, sign_in):
    sign_in(page, make_member())
    page.goto(reverse("mfa_activate_totp"))

    assert page.get_by_role("button", name="Confirm").is_visible()
    axe(page)


def test_missing_page_has_no_barrier(page, axe):
    response = page.goto("/there/is/nothing/here/")

    assert response.status == 404
    axe(page)


def test_wrong_password_is_told_and_the_summary_has_the_focus(page, axe):
    make_member()
    page.goto(reverse("account_login"))
    fill_in_sign_in(page, "wrong")

    assert page.locator(".error-summary").evaluate("box => box === document.activeElement")
    axe(page)


def test_visitor_signs_up_and_confirms_the_address(page):
    page.goto(reverse("account_signup"))
    page.get_by_label("Name").fill("New Reader")
    page.get_by_label("Email").fill("new@example.com")
    for field in page.locator("main input[type=password]").all():
        field.fill(NEW_PASSWORD)
    page.locator("main").get_by_role("button", name="Sign up").click()
    page.wait_for_url("**" + reverse("account_email_verification_sent"))

    link = re.search(r"http://\S+confirm-email\S+", mail.outbox[0].body)[0]
    page.goto(link)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_load_state()

    assert EmailAddress.objects.get(email="new@example.com").verified


def test_member_signs_in_and_out_without_a_script(scriptless):
    make_member()
    scriptless.goto(reverse("account_login"))
    fill_in_sign_in(scriptless)
    scriptless.locator("summary").click()
    scriptless.get_by_role("link", name="Sign out").click()
    scriptless.locator("main").get_by_role("button", name="Sign Out").click()

    assert scriptless.get_by_role("link", name="Sign in").count() == 1


def test_theme_is_kept_for_the_next_page(page):
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Dark theme").click()
    page.goto(reverse("account_signup"))

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("button", name="Dark theme").get_attribute("aria-pressed") == "true"


def test_visitor_chooses_the_language(page):
    page.goto(reverse("core:preferences"))
    page.get_by_label("Language").select_option("de")
    page.locator("main").get_by_role("button", name="Save").click()
    page.wait_for_url("**/")

    assert page.locator("html").get_attribute("lang") == "de"


def test_menu_opens_on_a_phone_without_a_script(new_page):
    phone = new_page(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    phone.goto(reverse("account_login"))
    navigation = phone.get_by_role("navigation", name="Main")
    assert not navigation.is_visible()

    phone.get_by_role("button", name="Menu").click()

    assert navigation.is_visible()


def test_page_is_no_wider_than_a_phone(phone, sign_in):
    sign_in(phone, make_member())

    for name in (*OPEN_PAGES[1:], *OWN_PAGES):
        phone.goto(reverse(name))
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert (name, width) == (name, 390)


def test_skip_link_is_the_first_stop_of_the_keyboard(page):
    page.goto(reverse("account_login"))
    page.locator("body").press("Tab")

    assert page.locator(":focus").get_attribute("href") == "#main"
