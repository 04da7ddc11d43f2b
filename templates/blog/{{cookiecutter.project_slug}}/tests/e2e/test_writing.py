"""The editor in a real browser: it saves by itself, shows conflicts and loses no word."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from accounts.tests.factories import make_user
from posts.models import Post
from posts.services import create_post, save_post

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TEXT = "Text"
STATUS = "#autosave"


@pytest.fixture
def author():
    """Return an author."""
    return make_user("author@example.com", Role.AUTHOR)


def write(page, title: str, body: str) -> None:
    page.get_by_label("Title").first.fill(title)
    page.get_by_label(TEXT, exact=True).fill(body)


def test_new_post_becomes_a_draft_while_it_is_written(page, author, sign_in, axe):
    sign_in(page, author)
    page.goto(reverse("writing:new"))
    write(page, "A title", "First words.")
    expect(page.locator(STATUS)).to_contain_text("Saved")
    draft = Post.objects.get()
    assert urlsplit(page.url).path == reverse("writing:edit", args=[draft.pk])

    page.get_by_label(TEXT, exact=True).press_sequentially(" More words.", delay=10)
    expect(page.locator("input[name=version]")).to_have_value("2")
    axe(page)
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    draft = Post.objects.get()
    assert (draft.title, draft.version) == ("A title", 3)
    assert draft.body == "First words. More words."


def test_conflict_keeps_both_texts(page, author, sign_in, axe):
    post = create_post(author, title="A title", body="At first.")
    sign_in(page, author)
    page.goto(reverse("writing:edit", args=[post.pk]))
    save_post(post, author, 1, body="From the other window.")
    page.get_by_label(TEXT, exact=True).fill("From this window.")
    expect(page.locator(STATUS)).to_contain_text("Somebody saved this post")
    expect(page.get_by_label(TEXT, exact=True)).to_have_value("From this window.")

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Two texts of the same post")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    texts = list(post.revisions.values_list("body", flat=True))
    assert texts == ["From this window.", "From the other window.", "At first."]


def test_failed_autosave_is_said_until_one_succeeds(page, author, sign_in):
    sign_in(page, author)
    page.goto(reverse("writing:new"))
    warning = page.get_by_text("The draft could not be saved just now.")

    page.evaluate("htmx.trigger('#autosave', 'htmx:sendError')")
    expect(warning).to_be_visible()
    write(page, "A title", "A text.")

    expect(page.locator(STATUS)).to_contain_text("Saved")
    expect(warning).to_be_hidden()


def test_writer_goes_on_after_signing_in_again(page, author, sign_in):
    post = create_post(author, title="A title", body="At first.")
    sign_in(page, author)
    page.goto(reverse("writing:edit", args=[post.pk]))
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label(TEXT, exact=True).fill("Written while signed out.")
    expect(page.locator(STATUS)).to_contain_text("You are signed out")

    sign_in(page, author)
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(page.locator(STATUS)).to_contain_text("Saved")
    post.refresh_from_db()
    assert post.body == "Written while signed out."


def test_text_is_previewed_in_a_panel(page, author, sign_in):
    sign_in(page, author)
    page.goto(reverse("writing:new"))
    page.get_by_label(TEXT, exact=True).fill("**bold** <script>alert(1)</script>")

    page.get_by_role("button", name="Preview the text").click()

    expect(page.locator("#markdown-preview strong")).to_have_text("bold")
    expect(page.locator("#markdown-preview script")).to_have_count(0)


def test_editor_schedules_a_post_in_the_dialog(page, sign_in):
    post = create_post(make_user(None, Role.AUTHOR), title="A title", body="A text.")
    sign_in(page, make_user("editor@example.com", Role.EDITOR))
    page.goto(reverse("writing:edit", args=[post.pk]))
    at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=2)

    page.get_by_role("link", name="Publish").click()
    dialog = page.get_by_role("dialog", name="Publish")
    dialog.get_by_label("Publish at").fill(f"{at:%Y-%m-%dT%H:%M}")
    dialog.get_by_role("button", name="Publish").click()

    expect(page.get_by_text("The post is scheduled.")).to_be_visible()
    post.refresh_from_db()
    assert (post.state, post.published_at) == ("scheduled", at)


def test_author_writes_and_submits_without_a_script(scriptless, author, sign_in):
    sign_in(scriptless, author)
    scriptless.goto(reverse("writing:new"))
    write(scriptless, "A title", "A text.")
    scriptless.get_by_role("button", name="Save", exact=True).click()
    scriptless.get_by_role("link", name="Submit for review").click()

    scriptless.get_by_role("button", name="Submit for review").click()

    expect(scriptless.get_by_text("The post waits for review.")).to_be_visible()
    assert Post.objects.get().state == "review"
