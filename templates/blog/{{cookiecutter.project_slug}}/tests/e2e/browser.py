"""What the browser tests look at: the errors of a page, its requests, and its barriers."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve

# Signing out ends the walk, and files are no pages.
NO_PAGES = {
    "account_logout",
    "mfa_download_recovery_codes",
    "posts:feed",
    "posts:tag_feed",
    "posts:category_feed",
    "posts:author_feed",
    "posts:sitemap",
    "writing:report_csv",
    "transfer:zip",
    "transfer:json",
    "api:index",
    "api:post-list",
    "api:post-detail",
    "api:post-comments",
    "api:tag-list",
}


class Watch:
    """Collects what goes wrong on a page while a test uses it."""

    def __init__(self, page, home: str) -> None:
        self.home = home
        self.errors: list[tuple[str, str]] = []
        self.strangers: list[str] = []
        self.documents: set[str] = set()
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.errors.append((str(error), "")))
        page.on("request", self._on_request)

    def _on_console(self, message) -> None:
        if message.type == "error":
            self.errors.append((message.text, message.location.get("url", "")))

    def _on_request(self, request) -> None:
        if request.is_navigation_request():
            self.documents.add(request.url)
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.strangers.append(request.url)

    def problems(self) -> list[str]:
        """Return the errors and the requests to other hosts.

        The browser reports a page that itself answers 404 or 403 as an error; the test that opened
        the page has judged its status, so that is no problem.
        """
        errors = [
            f"{text} {url}".strip()
            for text, url in self.errors
            if not (text.startswith("Failed to load resource") and url in self.documents)
        ]
        return errors + [f"request to another host: {url}" for url in self.strangers]


def violations(page) -> list[str]:
    """Return one line per rule of axe that the page breaks, with the elements that break it."""
    results = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {[(node['target'], node.get('failureSummary', '')) for node in rule['nodes']]}"
        for rule in results
    ]


def follow_links(page, start: str = "/") -> Iterator[str]:
    """Open one page per view that links lead to, beginning at `start`, and yield the name of the view.

    Pages that change something ask first, so following links is safe; files and the admin are left out.
    """
    seen, waiting = set(), [start]
    while waiting:
        address = waiting.pop(0)
        name = _view_name(urlsplit(address).path)
        if name in seen or name in NO_PAGES or name.startswith("admin:"):
            continue
        seen.add(name)
        response = page.goto(address)
        assert response.status == 200, (name, address, response.status)
        yield name
        links = page.evaluate("Array.from(document.links, link => link.href)")
        waiting += [link for link in links if urlsplit(link).netloc == urlsplit(page.url).netloc]


def _view_name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return path
