"""Two members and a visitor behind one cache: nobody reads what was made for somebody else."""

from django.test import Client, TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from tests.addresses import NAME, addresses, is_ours, make_site
from tests.test_every_address import OPEN


class SharedCache:
    """Keeps what a web server in front may keep by RFC 9111, and hands it to the next visitor."""

    def __init__(self):
        self.kept = {}

    def get(self, client, address):
        """Answer from the cache if the request looks like the one before, else ask the site."""
        if (kept := self._fresh(client, address)) is not None:
            return kept
        response = client.get(address)
        control = response.headers.get("Cache-Control", "")
        if response.status_code == 200 and not any(word in control for word in ("private", "no-store")):
            self.kept[address] = response.headers.get("Vary", ""), dict(self._cookies(client)), response
        return response

    def _fresh(self, client, address):
        vary, cookies, response = self.kept.get(address, ("", {}, None))
        is_same = "Cookie" not in vary or cookies == self._cookies(client)
        return response if is_same else None

    def _cookies(self, client):
        return {name: morsel.value for name, morsel in client.cookies.items()}


class SharedCacheTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.addresses = addresses(make_site(make_user(None, Role.AUTHOR, handle=NAME)))
        cls.first = make_user("first@example.com", Role.EDITOR, name="Łena Żember")
        cls.second = make_user("second@example.com", Role.EDITOR, name="Đana Őrs")

    def setUp(self):
        self.cache = SharedCache()
        self.clients = {None: Client(), self.first: Client(), self.second: Client()}
        for user, client in self.clients.items():
            if user:
                client.force_login(user)

    def read(self, user, address):
        response = self.cache.get(self.clients[user], address)
        return b"".join(response).decode(errors="replace") if response.streaming else response.text

    def test_nobody_sees_what_was_made_for_another_member(self):
        for name, address in self.addresses.items():
            if is_ours(name):
                self.read(self.first, address)
                for reader in (None, self.second):
                    with self.subTest(page=name, reader=str(reader)):
                        text = self.read(reader, address)
                        for word in ("ŁŻ", "Łena", "first@example.com"):
                            self.assertNotIn(word, text)

    def test_shared_pages_hold_no_token_and_set_no_cookie(self):
        for name in OPEN:
            self.cache.get(self.clients[self.first], self.addresses[name])
            self.cache.get(self.clients[None], self.addresses[name])

        shared = {address: response for address, (_vary, _cookies, response) in self.cache.kept.items()}
        self.assertIn(self.addresses["posts:detail"], shared)
        for address, response in shared.items():
            with self.subTest(address=address):
                text = b"".join(response).decode(errors="replace") if response.streaming else response.text
                self.assertNotIn("csrfmiddlewaretoken", text)
                self.assertEqual(dict(response.cookies), {})

    def test_page_of_a_member_is_never_public(self):
        public = []
        for name, address in self.addresses.items():
            response = self.clients[self.first].get(address)
            text = b"".join(response).decode(errors="replace") if response.streaming else response.text
            is_personal = any(word in text for word in ("csrfmiddlewaretoken", "ŁŻ", "/accounts/logout/"))
            if is_personal and "public" in response.headers.get("Cache-Control", ""):
                public.append(name)

        self.assertEqual(public, [])

    def test_members_see_themselves_after_a_visitor(self):
        for name in ("posts:front", "posts:detail", "taxonomy:tags"):
            self.read(None, self.addresses[name])
            for user, initials in ((self.first, "ŁŻ"), (self.second, "ĐŐ")):
                with self.subTest(page=name, user=initials):
                    self.assertIn(initials, self.read(user, self.addresses[name]))
