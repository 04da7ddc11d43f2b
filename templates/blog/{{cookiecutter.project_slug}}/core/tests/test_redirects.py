from django.test import RequestFactory, SimpleTestCase

from core.redirects import safe_next

HOSTILE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "http:evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "\thttps://evil.example/",
    "\x00//evil.example/",
    "ftp://testserver/",
    "",
]


class SafeNextTests(SimpleTestCase):
    def test_addresses_of_this_site_pass(self):
        for address in ["/posts/", "/posts/?page=2#top", "posts/", "http://testserver/a"]:
            with self.subTest(address=address):
                self.assertEqual(safe_next(RequestFactory().get("/", {"next": address})), address)

    def test_other_addresses_fall_back(self):
        for method in ("get", "post"):
            for address in HOSTILE:
                with self.subTest(method=method, address=address):
                    request = getattr(RequestFactory(), method)("/", {"next": address})

                    self.assertEqual(safe_next(request, "/home/"), "/home/")

    def test_form_wins_over_the_address(self):
        request = RequestFactory().post("/?next=/b/", {"next": "/a/"})

        self.assertEqual(safe_next(request), "/a/")

    def test_secure_page_does_not_lead_to_an_insecure_one(self):
        request = RequestFactory().get("/", {"next": "http://testserver/a"}, secure=True)

        self.assertEqual(safe_next(request), "/")

    def test_default_may_be_a_route(self):
        self.assertEqual(safe_next(RequestFactory().get("/"), "core:preferences"), "/preferences/")
