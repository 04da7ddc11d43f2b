"""A real browser for the tests: a page fails on an error, on another host and on a breach of the policy."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.browser import Watch, violations

BROWSERS = ("/usr/bin/chromium", "/usr/bin/google-chrome", "chromium", "google-chrome", "chrome")
PHONE = {"width": 390, "height": 844}


def _browser_path() -> str | None:
    candidates = (os.environ.get("CHROMIUM", ""), *BROWSERS)
    return next((found for name in candidates if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return one headless Chromium for the whole run, or skip when there is none."""
    path = _browser_path()
    if path is None:
        pytest.skip("no Chromium found: install one or name it in the variable CHROMIUM")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # The browser's event loop runs in this thread, where Django would refuse the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, live_server) -> Iterator[Callable[..., Page]]:
    """Return a maker of watched pages, each with cookies of its own; see Browser.new_context for options."""
    opened = []

    def make(**options):
        options = {"locale": "en-US", "base_url": live_server.url, **options}
        context = browser.new_context(**options)
        page = context.new_page()
        page.set_default_timeout(20_000)
        opened.append((context, Watch(page, live_server.url)))
        return page

    yield make
    for context, _ in opened:
        context.close()
    problems = [problem for _, watch in opened for problem in watch.problems()]
    assert problems == []


@pytest.fixture
def page(new_page) -> Page:
    """Return a page of a desktop browser."""
    return new_page()


@pytest.fixture
def phone(new_page) -> Page:
    """Return a page as wide as a phone."""
    return new_page(viewport=PHONE)


@pytest.fixture
def scriptless(new_page) -> Page:
    """Return a page whose browser runs no JavaScript."""
    return new_page(java_script_enabled=False)


@pytest.fixture
def sign_in(live_server) -> Callable:
    """Return a function that signs a user in without the form: sign_in(page, user)."""

    def enter(page, user) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )

    return enter


@pytest.fixture
def axe() -> Callable:
    """Return a function that asserts that a page has no barrier, in light and in dark: axe(page)."""

    def check(page) -> None:
        found = {}
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found[scheme] = violations(page)
        assert found == {"light": [], "dark": []}, page.url

    return check
