"""Pages that links alone do not lead to: with errors, with results, in the middle of an action."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from accounts.tests.factories import PASSWORD, make_user
from comments.services import report_comment
from comments.tests.factories import make_comment
from newsletter.tests.factories import make_issue, make_subscriber
from posts.services import create_post, save_post
from posts.tests.factories import make_post
from transfer.tests.factories import make_archive, make_text

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(page, sign_in):
    """Return an editor who is signed in."""
    user = make_user("editor@example.com", Role.AUTHOR, Role.EDITOR, Role.MODERATOR)
    sign_in(page, user)
    return user


def test_editor_with_errors(page, axe, editor):
    page.goto(reverse("writing:new"))
    page.locator("main form").first.evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".error-summary")).to_be_visible()
    axe(page)


def test_queue_with_rows(page, axe, editor):
    make_comment(status="pending", body="One that *waits*.")
    report_comment(make_comment(), editor, "spam")

    for show in ("waiting", "reported", "all"):
        page.goto(f"{reverse('comments:moderation')}?show={show}")
        assert page.get_by_role("checkbox").count() >= 1
        axe(page)


def test_search_with_and_without_results(page, axe):
    make_post(title="Winter bread")

    for words, number in (("bread", 1), ("zebra", 0)):
        page.goto(f"{reverse('posts:search')}?q={words}")
        assert page.get_by_role("link", name="Winter bread").count() == number
        axe(page)


def test_difference_of_two_versions(page, axe, editor):
    post = create_post(editor, title="A title", body="One line.\n\nAnother line.")
    save_post(post, editor, 1, body="One line.\n\nA better line.")
    page.goto(reverse("writing:compare", args=[post.pk]) + "?old=1&new=2")

    assert page.locator("ins, del, .diff").count() >= 2
    axe(page)


def test_newsletter_from_the_draft_to_the_reader(page, axe, editor):
    make_subscriber()
    issue = make_issue(editor)
    for name in ("manage", "create", "preview", "edit", "send", "delete"):
        page.goto(reverse(f"newsletter:{name}", args=[] if name in ("manage", "create") else [issue.pk]))
        axe(page)
    page.goto(reverse("newsletter:subscribe"))
    page.locator("main").get_by_label("Your e-mail address").fill("new@example.com")
    page.locator("main").get_by_role("button", name="Subscribe").click()

    expect(page.locator("main")).to_contain_text("new@example.com")
    axe(page)


def test_report_of_an_import(page, axe, editor):
    archive = make_archive({"good.md": make_text("Good"), "bad.md": "---\n: [\n---\nBad"})
    page.goto(reverse("transfer:overview"))
    page.locator("input[type=file]").set_input_files(
        {"name": archive.name, "mimeType": "application/zip", "buffer": archive.read()}
    )
    page.locator("main form button[type=submit]").click()

    expect(page.locator("main")).to_contain_text("bad.md")
    axe(page)


def test_deletion_of_an_account(page, axe, sign_in):
    sign_in(page, make_user("leaving@example.com"))
    page.goto(reverse("accounts:delete"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_label("Type your e-mail address to confirm")).to_be_visible()
    axe(page)
    page.get_by_label("Type your e-mail address to confirm").fill("other@example.com")
    page.locator("main form button[type=submit]").click()

    expect(page.locator(".error-summary")).to_be_visible()
    axe(page)
