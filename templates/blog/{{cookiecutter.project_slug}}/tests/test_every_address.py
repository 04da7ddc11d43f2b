"""The whole site, address by address: nothing fails, and nobody gets or changes what is not theirs."""

from urllib.parse import urlsplit

from django.test import Client, TestCase, override_settings

from accounts.roles import Role
from accounts.tests.factories import make_user
from core.testing import assert_stays
from tests.addresses import addresses, all_rows, is_ours, make_site

# What visitors may open. Another page that answers them needs a reason to stand here.
OPEN = {
    *("core:livez", "core:readyz", "core:preferences"),
    *("posts:front", "posts:detail", "posts:author", "posts:search", "posts:robots"),
    *("posts:archive", "posts:archive_year", "posts:archive_month"),
    *("posts:feed", "posts:tag_feed", "posts:category_feed", "posts:author_feed"),
    *("posts:sitemap", "posts:sitemap_section"),
    *("taxonomy:tags", "taxonomy:tag", "taxonomy:categories", "taxonomy:category"),
    *("taxonomy:series_list", "taxonomy:series"),
    *("newsletter:subscribe", "newsletter:confirm", "newsletter:unsubscribe"),
    *("newsletter:archive", "newsletter:issue", "comments:detail"),
    *("api:index", "api:post-list", "api:post-detail", "api:post-comments", "api:tag-list"),
}
# Buttons without a page that asks first.
ONLY_POST = {
    *("comments:restore", "community:like", "community:follow", "newsletter:try"),
    *("notifications:read", "notifications:read_all", "writing:autosave", "writing:markdown"),
    "admin:logout",
}
# Mail programs post here with a signed token instead of a cookie (RFC 8058).
WITHOUT_CSRF_TOKEN = {"newsletter:unsubscribe", "notifications:unsubscribe"}
# Pages that hidden objects have, and that say nothing about them.
ABOUT_NOTHING = {
    *("newsletter:confirm", "newsletter:unsubscribe", "posts:feed", "posts:sitemap_section"),
    *("posts:tag_feed", "posts:category_feed", "taxonomy:tag", "taxonomy:category", "taxonomy:series"),
}
# Pages of allauth and Django that lead on to an address of the query.
TAKE_NEXT = {"account_login", "account_signup", "account_logout", "account_reauthenticate", "admin:login"}
HOSTILE_NEXT = ("https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)")


def make_people():
    """Return a user for each kind, None for a visitor."""
    return {
        "visitor": None,
        "reader": make_user(),
        "author": make_user(None, Role.AUTHOR),
        "administrator": make_user(None, Role.ADMINISTRATOR, Role.EDITOR, is_superuser=True),
    }


def sign_in(user, **options):
    """Return a client of the user that reports errors as the server does."""
    client = Client(raise_request_exception=False, **options)
    if user:
        client.force_login(user)
    return client


@override_settings(ADMIN_REQUIRES_MFA=False)
class SiteTestCase(TestCase):
    is_public = True

    @classmethod
    def setUpTestData(cls):
        cls.owner = make_user("owner@example.com", Role.AUTHOR, name="Olga Owner", handle="hello")
        cls.values = make_site(cls.owner, cls.is_public)
        cls.addresses = addresses(cls.values)
        cls.people = make_people()

    def statuses(self, client, method="get", **data):
        """Return the status of every address."""
        return {
            name: getattr(client, method)(address, data).status_code
            for name, address in self.addresses.items()
        }


class ReadingTests(SiteTestCase):
    def test_no_address_fails_and_looking_changes_nothing(self):
        for who, user in self.people.items():
            client = sign_in(user)
            with self.subTest(who=who), assert_stays(*all_rows()):
                failed = [name for name, status in self.statuses(client).items() if status >= 500]
                self.assertEqual(failed, [])

    def test_visitor_reaches_what_is_open_and_nothing_else(self):
        statuses = self.statuses(sign_in(None))

        self.assertEqual({name for name, status in statuses.items() if status == 200 and is_ours(name)}, OPEN)
        entered = [name for name, status in statuses.items() if name.startswith("admin") and status != 302]
        self.assertEqual(entered, [])

    def test_buttons_cannot_be_pressed_by_a_link(self):
        statuses = self.statuses(sign_in(self.people["administrator"]))

        self.assertEqual({name for name, status in statuses.items() if status == 405}, ONLY_POST)

    def test_numbers_too_large_for_the_database_are_not_found(self):
        values = {name: "9" * 30 if str(value).isdigit() else value for name, value in self.values.items()}
        client = sign_in(self.people["administrator"])

        for name, address in addresses(values).items():
            if address != self.addresses[name] and is_ours(name):
                with self.subTest(page=name):
                    self.assertIn(client.get(address).status_code, (404, 405))


class ForgedPostTests(SiteTestCase):
    def test_post_of_another_site_is_refused_everywhere(self):
        for who in ("visitor", "author", "administrator"):
            client = sign_in(self.people[who], enforce_csrf_checks=True)
            with self.subTest(who=who), assert_stays(*all_rows()):
                statuses = self.statuses(client, "post", title="Forged", body="Forged", action="approve")
                # 405: what is only read needs no CSRF token to refuse a post.
                taken = {name for name, status in statuses.items() if status not in (403, 405)}
                self.assertEqual(taken, WITHOUT_CSRF_TOKEN)

    def test_addresses_of_other_sites_are_not_led_to(self):
        for who, method in (("visitor", "get"), ("administrator", "post")):
            for target in HOSTILE_NEXT:
                with self.subTest(method=method, target=target):
                    self.assertEqual(self._leading_away(self.people[who], method, target), [])

    def _leading_away(self, user, method, target):
        """Return the names of the pages that lead to another site, or would after the form is sent."""
        return [
            name
            for name, address in self.addresses.items()
            if (is_ours(name) or name in TAKE_NEXT)
            # Signed in for each: one of the buttons signs out.
            and self._leads_away(getattr(sign_in(user), method)(address, {"next": target}), target)
        ]

    def _leads_away(self, response, target):
        place = urlsplit(response.headers.get("Location", ""))
        if place.netloc not in ("", "testserver") or place.scheme not in ("", "http"):
            return True
        text = "" if response.streaming else response.text
        return f'href="{target}' in text or f'action="{target}' in text


class StrangerTests(SiteTestCase):
    """A draft, a comment and an issue that wait, a notification: by id, nobody else gets anything of them."""

    is_public = False

    def setUp(self):
        self.about_somebody = {
            name: address
            for name, address in self.addresses.items()
            if is_ours(name) and address != addresses(dict.fromkeys(self.values, 7))[name]
        }

    def test_strangers_see_no_page_of_what_is_hidden(self):
        for who in ("visitor", "reader", "author"):
            client = sign_in(self.people[who])
            seen = {
                name: response
                for name, address in self.about_somebody.items()
                if (response := client.get(address)).status_code == 200
            }
            with self.subTest(who=who):
                self.assertEqual(set(seen), ABOUT_NOTHING)
                words = ("The text of post", "Comment ", "Winter soups", "Olga Owner")
                told = [name for name, page in seen.items() if any(word in page.text for word in words)]
                self.assertEqual(told, [])

    def test_strangers_change_nothing_of_what_is_hidden(self):
        for who in ("visitor", "reader", "author"):
            client = sign_in(self.people[who])
            with self.subTest(who=who), assert_stays(*all_rows()):
                for address in self.about_somebody.values():
                    client.post(address, {"title": "Forged", "body": "Forged", "reason": "spam", "at": ""})
