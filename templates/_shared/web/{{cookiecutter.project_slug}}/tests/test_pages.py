"""What every page of the web layer promises: valid HTML, one heading, labels, and nothing inline."""

import re
from pathlib import Path

import html5lib
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import RequestFactory, SimpleTestCase, TestCase
from django.urls import reverse

from accounts.tests.factories import make_user
from core.templatetags.web import icon, initials

HTML = "{http://www.w3.org/1999/xhtml}"
OPEN_PAGES = ("account_login", "account_signup", "account_reset_password", "core:preferences")
OWN_PAGES = (
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "usersessions_list",
    "socialaccount_connections",
)
ERROR_PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html")
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*(?:\ssrc=|type=\"application/(?:ld\+)?json\"))"
)


def parse(text: str):
    """Return the tree of the document, after a parser that forgives nothing."""
    return html5lib.HTMLParser(strict=True).parse(text)


def input_names(tree) -> list[str]:
    """Return the names of the fields that people fill in."""
    fields = [field for tag in ("input", "select", "textarea") for field in tree.iter(HTML + tag)]
    return [field.get("id", "") for field in fields if field.get("type") not in ("hidden", "submit")]


class PageTests(TestCase):
    def assert_sound(self, text: str) -> None:
        tree = parse(text)

        self.assertEqual(tree.get("lang"), "en")
        self.assertEqual(len(list(tree.iter(HTML + "h1"))), 1)
        self.assertEqual(len(list(tree.iter(HTML + "main"))), 1)
        self.assertNotEqual(next(tree.iter(HTML + "title")).text.strip(" ·"), "")
        labelled = {label.get("for") for label in tree.iter(HTML + "label")}
        self.assertEqual([name for name in input_names(tree) if name not in labelled], [])
        self.assertIsNone(INLINE.search(text))

    def test_open_pages_are_sound(self):
        for name in OPEN_PAGES:
            with self.subTest(page=name):
                self.assert_sound(self.client.get(reverse(name)).content.decode())

    def test_pages_of_an_account_are_sound(self):
        self.client.force_login(make_user(), backend=settings.AUTHENTICATION_BACKENDS[0])

        for name in OWN_PAGES:
            with self.subTest(page=name):
                self.assert_sound(self.client.get(reverse(name), follow=True).content.decode())

    def test_error_pages_are_sound(self):
        request = RequestFactory().get("/gone/")
        request.user = AnonymousUser()

        for name in ERROR_PAGES:
            with self.subTest(page=name):
                self.assert_sound(render_to_string(name, request=None if name == "500.html" else request))

    def test_wrong_entry_is_named_at_the_top_and_at_the_field(self):
        response = self.client.post(reverse("account_login"), {"login": "nobody", "password": ""})

        tree = parse(response.content.decode())
        summary = next(box for box in tree.iter(HTML + "div") if box.get("class") == "error-summary")
        links = [link.get("href") for link in summary.iter(HTML + "a")]
        described = {
            field.get("id"): field.get("aria-describedby", "").split() for field in tree.iter(HTML + "input")
        }
        self.assertEqual(links, ["#id_login", "#id_password"])
        self.assertIn("id_login_error", described["id_login"])


class BaseTests(TestCase):
    def render(self, **cookies: str) -> str:
        request = RequestFactory().get("/some/page/")
        request.COOKIES.update(cookies)
        return render_to_string("403.html", request=request)

    def test_anonymous_page_opens_no_session_and_asks_nothing(self):
        # The request has neither session nor user: using one would be an error.
        with self.assertNumQueries(0):
            text = self.render()

        self.assertNotIn("csrfmiddlewaretoken", text)

    def test_signed_in_visitor_sees_the_own_menu(self):
        self.client.force_login(make_user(), backend=settings.AUTHENTICATION_BACKENDS[0])

        text = self.client.get(reverse("core:preferences")).content.decode()

        self.assertIn(reverse("account_logout"), text)
        self.assertNotIn(reverse("account_login"), text)

    def test_language_with_right_to_left_script_turns_the_page(self):
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"

        with self.settings(LANGUAGES=[("en", "English"), ("ar", "Arabic")]):
            text = self.client.get(reverse("core:preferences")).content.decode()

        self.assertIn('<html lang="ar" dir="rtl">', text)


class TagTests(SimpleTestCase):
    def test_initials_are_of_the_first_and_the_last_word(self):
        table = {"Ada Example": "AE", "ada b example": "AE", "Ada": "A", "": "?", "李 明": "李明"}

        self.assertEqual({name: initials(name) for name in table}, table)

    def test_icon_is_hidden_from_readers_of_the_screen(self):
        address = static("img/icons.svg")

        self.assertHTMLEqual(
            icon("menu"), f'<svg class="icon" aria-hidden="true"><use href="{address}#menu"/></svg>'
        )

    def test_arrows_turn_with_the_direction_of_the_script(self):
        self.assertIn('class="icon icon-flip"', icon("back"))

    def test_every_icon_that_a_page_asks_for_is_in_the_sprite(self):
        sprite = Path(settings.BASE_DIR, "static", "img", "icons.svg").read_text(encoding="utf-8")
        asked = {
            name
            for folder in engines["django"].template_dirs
            if Path(folder).is_relative_to(settings.BASE_DIR)
            for page in Path(folder).rglob("*.html")
            for name in re.findall(r'{% icon "(\w+)" %}', page.read_text(encoding="utf-8"))
        }

        self.assertEqual(asked - set(re.findall(r'<symbol id="(\w+)"', sprite)), set())


class StyleTests(SimpleTestCase):
    def test_colours_are_written_in_the_tokens_only(self):
        folder = Path(settings.BASE_DIR, "static", "css")
        colour = re.compile(r"#[0-9a-f]{3,8}\b(?!-)", re.IGNORECASE)

        found = {
            sheet.name: colour.findall(sheet.read_text(encoding="utf-8"))
            for sheet in folder.glob("*.css")
            if sheet.name not in ("tokens.css", "print.css")
        }

        self.assertEqual({name: colours for name, colours in found.items() if colours}, {})
