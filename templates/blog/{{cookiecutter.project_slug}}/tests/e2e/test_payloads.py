"""Hostile texts in every place that takes one, in a real browser: they stay texts."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Profile
from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.models import Comment
from comments.services import report_comment
from comments.tests.factories import make_comment
from newsletter.models import Issue
from newsletter.tests.factories import make_issue
from posts.models import Post
from posts.services.revisions import keep_revision
from posts.tests.factories import make_post
from taxonomy.models import Category, Series, Tag
from taxonomy.services import recount_terms
from tests.e2e.payloads import FIND_DANGERS, PAYLOADS, RUN, assert_inert

SLIPPED_THROUGH = f"""<!doctype html><base href=//evil.example/><script>{RUN}</script>
<img src=x onerror={RUN}>
<svg onload={RUN}></svg><iframe srcdoc='<script>parent.{RUN[7:]}</script>'></iframe>
<form action=//evil.example/></form><script src=//evil.example/x.js></script>"""

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def without_limits(settings):
    """Lift the limit of searches, which these tests would reach."""
    settings.RATE_LIMITS = {"search": None}


@pytest.fixture
def editor():
    """Return an editor of a site whose members wrote each payload wherever they may write."""
    editor = make_user("editor@example.com", Role.AUTHOR, Role.EDITOR, Role.MODERATOR)
    discussed = make_post(editor, slug="discussed")
    for number, payload in enumerate(PAYLOADS):
        line = " ".join(payload.split())
        terms = [
            model.objects.create(name=line[:80], slug=f"evil-{number}", description=line)
            for model in (Tag, Category, Series)
        ]
        post = make_post(
            make_user(None, Role.AUTHOR, name=line, handle=f"evil-{number}"),
            (terms[0],),
            category=terms[1],
            series=terms[2],
            slug=f"evil-{number}",
            title=line,
            excerpt=payload,
            body=payload,
            cover_alt=line,
        )
        keep_revision(post, post.author)
        Profile.objects.filter(user=post.author).update(bio=payload, website=f"https://example.com/{line}")
        comment = make_comment(discussed, post.author, body=payload)
        report_comment(comment, editor, "spam")
        make_comment(discussed, post.author, body=payload, status=Comment.Status.PENDING)
        make_issue(editor, subject=line, body=payload)
    recount_terms()
    Issue.objects.update(status="sent", sent_at=discussed.published_at)
    return editor


def pages_of_payloads() -> list[str]:
    """Return the addresses at which texts of members are shown to visitors."""
    addresses = ["/", "/tags/", "/categories/", "/series/", "/search/?q=marker", "/newsletter/issues/"]
    addresses += ["/posts/discussed/", "/archive/"]
    for number in range(len(PAYLOADS)):
        addresses.append(f"/posts/evil-{number}/")
    for number in range(0, len(PAYLOADS), 6):
        addresses += [f"/{kind}/evil-{number}/" for kind in ("authors", "tags", "categories", "series")]
    issues = Issue.objects.values_list("pk", flat=True)[::3]
    return addresses + [reverse("newsletter:issue", args=[pk]) for pk in issues]


def test_list_of_payloads_is_long():
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 30


def test_stored_payloads_are_inert_for_visitors_without_the_policy(new_page, editor):
    # The content security policy is off: escaping and sanitising have to hold alone.
    page = new_page(bypass_csp=True)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    for address in pages_of_payloads():
        assert_inert(page, address)

    assert dialogs == []


def test_stored_payloads_are_inert_for_the_team(page, editor, sign_in, without_limits):
    sign_in(page, editor)
    addresses = ["/write/?all=1", "/write/?all=1&q=script", "/write/review/", "/write/report/"]
    addresses += [reverse("comments:moderation") + f"?show={show}" for show in ("waiting", "reported", "all")]
    addresses += ["/notifications/", "/newsletter/manage/", "/write/transfer/"]
    for pk in Post.objects.filter(slug__startswith="evil").values_list("pk", flat=True)[::4]:
        addresses += [
            reverse(f"writing:{name}", args=[pk]) for name in ("edit", "preview", "revisions", "delete")
        ]

    for address in addresses:
        assert_inert(page, address)


def test_links_in_payloads_lead_nowhere_dangerous(page, editor):
    for number, payload in enumerate(PAYLOADS):
        if payload.startswith(("[x]", "<javascript")):
            page.goto(f"/posts/evil-{number}/")
            for link in page.locator(".prose a").all():
                if not (link.get_attribute("href") or "").startswith("https://example.com"):
                    link.click(timeout=2000)
            assert (payload, page.evaluate("window.marker")) == (payload, None)


def test_reflected_payloads_are_inert(page, without_limits):
    make_post()
    for number, payload in enumerate(PAYLOADS):
        value = quote(payload, safe="")
        # Each payload at two of the places: escaping does not depend on which one it is.
        addresses = (
            f"/search/?q={value}",
            f"/?cursor={value}",
            f"/accounts/login/?next={value}",
            f"/{value}/",
        )
        assert_inert(page, addresses[number % 4])
        assert_inert(page, addresses[(number + 1) % 4])


def test_hostile_preview_in_the_editor_is_inert(page, editor, sign_in):
    sign_in(page, editor)
    page.goto(reverse("writing:new"))
    page.get_by_label("Title").first.fill(PAYLOADS[0])
    page.get_by_label("Text", exact=True).fill("\n\n".join(PAYLOADS[:46]))
    page.get_by_role("button", name="Preview the text").click()

    expect(page.locator("#markdown-preview")).to_contain_text(RUN)
    assert page.evaluate(FIND_DANGERS) == []


def test_policy_alone_stops_a_script_that_slipped_through(browser, live_server):
    policy = Client().get("/accounts/login/").headers["Content-Security-Policy"]
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    headers = {"Content-Security-Policy": policy, "Content-Type": "text/html"}
    page.route("**/slipped/", lambda route: route.fulfill(headers=headers, body=SLIPPED_THROUGH))

    page.goto("/slipped/")
    page.evaluate("document.forms[0].submit()")
    page.wait_for_timeout(300)

    assert page.locator("svg[onload]").count() == 1
    assert page.evaluate("window.marker") is None
    assert page.url == live_server.url + "/slipped/"
    context.close()
