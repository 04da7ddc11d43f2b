"""The whole blog in one story: from signing up to a comment under a post, in English and in German."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from accounts.services import change_roles
from accounts.tests.factories import make_user
from comments.models import Comment
from posts.models import Post

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct-horse-battery"
LONGER_THAN_A_ROBOT = 2200


def sign_up(page, name: str, email: str) -> None:
    """Make an account with the form, and follow the link of the mail."""
    page.goto("/")
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("Email").fill(email)
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign up").click()
    page.wait_for_url("**" + reverse("account_email_verification_sent"))
    letter = next(letter for letter in mail.outbox if letter.to == [email])
    page.goto(re.search(r"http://\S+confirm-email\S+", letter.body)[0])
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_load_state()


def enter(page, email: str) -> None:
    """Sign in with the form, unless confirming the address has done so."""
    page.goto(reverse("account_login"))
    if page.url.endswith(reverse("account_login")):
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/")


def write_and_submit(page) -> None:
    page.goto(reverse("writing:desk"))
    page.locator("main").get_by_role("link", name="New post").first.click()
    page.get_by_label("Title").first.fill("Winter bread")
    page.get_by_label("Text", exact=True).fill("Flour, *water* and patience.")
    page.locator("details:has(#id_tags) > summary").click()
    page.get_by_label("Tags").fill("Bread, Winter")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("link", name="Submit for review").click()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("The post waits for review.")).to_be_visible()


def schedule(page) -> None:
    at = timezone.now().replace(second=0, microsecond=0) + timedelta(days=2)
    page.goto(reverse("writing:review"))
    page.get_by_role("link", name="Winter bread").click()
    page.get_by_role("link", name="Publish").click()
    dialog = page.get_by_role("dialog", name="Publish")
    dialog.get_by_label("Publish at").fill(f"{at:%Y-%m-%dT%H:%M}")
    dialog.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("The post is scheduled.")).to_be_visible()


def comment(page, form, text: str) -> None:
    form.get_by_label("Comment").fill(text)
    page.wait_for_timeout(LONGER_THAN_A_ROBOT)
    form.get_by_role("button", name="Send comment").click()
    expect(page.get_by_text("it waits for a moderator").first).to_be_visible()


def approve_all(page) -> None:
    page.goto(reverse("comments:moderation"))
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("There is nothing to decide here.")).to_be_visible()


def answer(page) -> None:
    """Answer the first comment; the answer of a reader who was approved once appears at once."""
    page.goto(Post.objects.get().get_absolute_url())
    page.get_by_role("link", name="Reply").first.click()
    form = page.locator(".reply-form form")
    form.get_by_label("Comment").fill("I waited two days.")
    page.wait_for_timeout(LONGER_THAN_A_ROBOT)
    form.get_by_role("button", name="Send comment").click()
    expect(page.locator(".replies .comment")).to_contain_text("I waited two days.")


def read_in_german_and_in_the_dark(page) -> None:
    page.goto(reverse("core:preferences"))
    page.get_by_label("Language").select_option("de")
    page.locator("main").get_by_role("button", name="Save").click()
    page.wait_for_url("**/")
    page.goto(Post.objects.get().get_absolute_url())
    page.locator("[data-theme-toggle]").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("heading", name="2 Kommentare")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Sign in")


def discuss(reader, team, address: str) -> None:
    reader.goto(address)
    comment(reader, reader.locator("#comments > form"), "Mine did **not** rise.")
    approve_all(team)
    answer(reader)
    statuses = Comment.objects.values_list("status", flat=True)
    assert list(statuses) == ["approved", "approved"]


def like_and_search(page) -> None:
    page.get_by_role("button", name="Like").click()
    expect(page.get_by_role("button", name="Like")).to_have_attribute("aria-pressed", "true")
    page.goto(reverse("posts:search"))
    page.get_by_role("searchbox").fill("patience")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("link", name="Winter bread")).to_be_visible()


def test_blog_from_the_first_visit_to_the_last_comment(new_page, sign_in, axe):
    author, reader, team = new_page(), new_page(), new_page()
    sign_up(author, "Rosa Example", "rosa@example.com")
    administrator = make_user(None, Role.ADMINISTRATOR, is_superuser=True)
    change_roles(User.objects.get(email="rosa@example.com"), [Role.AUTHOR], by=administrator)
    enter(author, "rosa@example.com")
    write_and_submit(author)

    sign_in(team, make_user("editor@example.com", Role.EDITOR, Role.MODERATOR))
    schedule(team)
    post = Post.objects.get()
    address = post.get_absolute_url()
    assert reader.goto(address).status == 404

    with time_machine.travel(post.published_at, tick=True):
        assert reader.goto(address).status == 200
        sign_up(reader, "Leo Example", "leo@example.com")
        enter(reader, "leo@example.com")
        discuss(reader, team, address)
        like_and_search(reader)
        read_in_german_and_in_the_dark(reader)
        axe(reader)
