"""Visitors in a real browser: searching, reading on, themes, and hostile texts that stay texts."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from posts.tests.factories import make_post
from taxonomy.models import Tag
from taxonomy.services import recount_terms

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PAYLOADS = (
    "<script>window.broken = 1</script>",
    '"><script>window.broken = 2</script>',
    "</title><script>window.broken = 3</script>",
    "<img src=x onerror=window.broken=4>",
    "' autofocus onfocus='window.broken=5",
    '" autofocus onfocus="window.broken=6',
    "<svg><script>window.broken=7</script></svg>",
    "javascript:window.broken=8",
    "${constructor.constructor('window.broken=9')()}",
    "</script><script>window.broken = 10</script>",
    "<!--<script>window.broken = 11</script>",
    "<iframe srcdoc='<script>parent.broken=12</script>'>",
)


def make_posts(number: int) -> None:
    tag = Tag.objects.create(name="Bread", slug="bread")
    for count in range(1, number + 1):
        published = timezone.now() - timedelta(hours=count)
        make_post(tags=(tag,), title=f"Bread number {count}", slug=f"bread-{count}", published_at=published)
    recount_terms()


def test_visitor_searches_and_reads_on(page):
    make_posts(13)
    page.goto("/")
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("number 7")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="Bread number 7").click()
    expect(page).to_have_url(re.compile("/posts/bread-7/$"))
    page.get_by_role("navigation", name="Neighbouring posts").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bread number 8")
    page.get_by_role("link", name="Bread", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bread")


def test_pages_lead_to_the_last_post_and_back_without_scripts(scriptless):
    make_posts(13)
    scriptless.goto("/")
    scriptless.get_by_role("link", name="Older").click()
    expect(scriptless.get_by_role("link", name="Bread number 13")).to_be_visible()
    scriptless.get_by_role("link", name="Newer").click()
    expect(scriptless.get_by_role("link", name="Bread number 1", exact=True)).to_be_visible()


def test_machine_readable_data_is_no_script_and_is_allowed(page):
    make_posts(1)
    page.goto("/posts/bread-1/")
    texts = page.locator("script[type='application/ld+json']").all_text_contents()
    assert [json.loads(text)["@type"] for text in texts] == ["Article", "BreadcrumbList"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_search_is_shown_as_text(page, payload):
    page.goto(f"{reverse('posts:search')}?" + "q=" + "".join(f"%{byte:02x}" for byte in payload.encode()))
    expect(page.get_by_role("searchbox")).to_have_value(" ".join(payload.split()))
    assert page.evaluate("window.broken") is None


def test_hostile_titles_are_shown_as_text_everywhere(page):
    tag = Tag.objects.create(name="<script>window.broken = 13</script>", slug="evil")
    for number, payload in enumerate(PAYLOADS):
        make_post(
            tags=(tag,),
            title=payload,
            excerpt=payload,
            body=payload,
            slug=f"evil-{number}",
            cover_alt=payload,
        )
    recount_terms()
    for address in (
        "/",
        "/tags/evil/",
        "/tags/",
        "/search/?q=window",
        "/posts/evil-0/",
        "/posts/evil-9/",
        "/archive/",
    ):
        page.goto(address)
        assert (address, page.evaluate("window.broken")) == (address, None)
