"""Every component and every error page, and what the scripts add, in a real browser."""

import pytest

from accounts.tests.factories import make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def more_pages(settings):
    """Serve the gallery and the error pages beside the site."""
    settings.ROOT_URLCONF = "tests.e2e.urls"


def test_components_have_no_barrier(page, axe):
    page.goto("/gallery/")

    axe(page)


def test_form_with_errors_has_no_barrier(page, axe):
    page.goto("/gallery/")
    page.locator("form").evaluate("form => form.noValidate = true")
    page.get_by_label("name").fill("x")
    page.get_by_role("button", name="Send").click()

    axe(page)
    links = page.locator(".error-summary a")
    assert links.count() == 5
    links.first.click()
    assert page.evaluate("location.hash") == "#id_text"


@pytest.mark.parametrize("status", [400, 403, 404, 419, 429, 500])
def test_error_page_has_no_barrier(page, axe, status):
    page.goto(f"/broken/{status}/")

    axe(page)


def test_gallery_is_no_wider_than_a_phone(phone):
    phone.goto("/gallery/")

    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_menu_of_the_user_closes_by_escape_and_by_a_click_elsewhere(page, sign_in):
    sign_in(page, make_user())
    page.goto("/gallery/")
    menu = page.locator("details[data-menu]")

    menu.locator("summary").click()
    page.keyboard.press("Escape")
    assert not menu.evaluate("menu => menu.open")
    assert menu.locator("summary").evaluate("summary => summary === document.activeElement")

    menu.locator("summary").click()
    page.get_by_role("heading", name="Gallery").click()
    assert not menu.evaluate("menu => menu.open")


def test_dialog_opens_instead_of_its_page_and_closes(page):
    page.goto("/gallery/")
    dialog = page.get_by_role("dialog")

    page.get_by_role("link", name="Publish").click()
    assert dialog.is_visible()
    assert page.url.endswith("/gallery/")

    dialog.get_by_role("button", name="Close").click()
    assert not dialog.is_visible()


def test_page_keeps_its_form_on_a_page_from_right_to_left(new_page):
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto("/gallery/")
    page.evaluate("document.documentElement.dir = 'rtl'")

    assert page.evaluate("document.documentElement.scrollWidth") == 390
