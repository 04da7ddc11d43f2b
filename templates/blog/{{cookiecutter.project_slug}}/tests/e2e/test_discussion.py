"""Readers and moderators in a real browser: comments, answers, likes, follows and the queue."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.models import Comment
from comments.services import report_comment
from comments.tests.factories import make_comment
from community.models import Follow, Like
from posts.tests.factories import make_post

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

LONGER_THAN_A_ROBOT = 2200
PAYLOADS = (
    "<script>window.broken = 1</script>",
    "<img src=x onerror='window.broken = 2'>",
    "[click](javascript:window.broken=3)",
    "<svg onload=window.broken=4></svg>",
    "<a href='javascript:window.broken=5'>link</a>",
    "<details open ontoggle=window.broken=6>",
    "`</code><script>window.broken = 7</script>`",
    "[x]: javascript:window.broken=8\n\n[x]",
    "<style>body { display: none }</style>",
)


def send(page, form, text: str) -> None:
    form.get_by_label("Comment").fill(text)
    page.wait_for_timeout(LONGER_THAN_A_ROBOT)
    form.get_by_role("button", name="Send comment").click()


def test_first_comment_waits_until_a_moderator_approves_it(page, new_page, sign_in, axe):
    post, reader = make_post(), make_user()
    sign_in(page, reader)
    page.goto(post.get_absolute_url())
    send(page, page.locator("#comments > form"), "My *first* comment")
    expect(page.get_by_text("it waits for a moderator")).to_be_visible()
    axe(page)

    desk = new_page()
    sign_in(desk, make_user(None, Role.MODERATOR))
    desk.goto(reverse("comments:moderation"))
    axe(desk)
    desk.get_by_label(str(reader)).check()
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("1 comment is decided.")).to_be_visible()
    expect(desk.get_by_text("There is nothing to decide here.")).to_be_visible()

    page.goto(post.get_absolute_url())
    expect(page.get_by_role("heading", name="1 comment")).to_be_visible()
    expect(page.locator(".comment em")).to_have_text("first")


def test_answer_is_written_under_the_comment(page, sign_in, axe):
    comment = make_comment()
    reader = make_comment().author
    sign_in(page, reader)
    page.goto(comment.post.get_absolute_url())
    page.get_by_role("link", name="Reply").click()
    form = page.locator(".reply-form form")
    expect(form.get_by_label("Comment")).to_be_focused()
    axe(page)
    send(page, form, "An answer")

    expect(page.locator(".replies .comment")).to_contain_text("An answer")
    assert Comment.objects.latest("pk").parent == comment


def test_answer_without_scripts(scriptless, sign_in):
    comment = make_comment()
    sign_in(scriptless, make_comment().author)
    scriptless.goto(comment.post.get_absolute_url())
    scriptless.get_by_role("link", name="Reply").click()
    send(scriptless, scriptless.locator("main form"), "An answer")

    expect(scriptless.locator(".replies .comment")).to_contain_text("An answer")


def test_author_edits_and_deletes_a_comment(phone, sign_in, axe):
    comment = make_comment()
    sign_in(phone, comment.author)
    phone.goto(comment.post.get_absolute_url())
    phone.get_by_role("link", name="Edit or report").click()
    axe(phone)
    phone.get_by_role("link", name="Edit", exact=True).click()
    phone.get_by_label("Comment").fill("A better text")
    axe(phone)
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator(".comment")).to_contain_text("A better text")

    phone.get_by_role("link", name="Edit or report").click()
    phone.get_by_role("link", name="Delete", exact=True).click()
    axe(phone)
    phone.get_by_role("button", name="Delete").click()
    expect(phone.get_by_role("heading", name="0 comments")).to_be_visible()


def test_reader_reports_and_moderator_sees_why(page, new_page, sign_in, axe):
    comment = make_comment()
    sign_in(page, make_user())
    page.goto(comment.get_absolute_url())
    page.get_by_role("link", name="Report").click()
    page.get_by_label("It insults or threatens somebody").check()
    axe(page)
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_text("A moderator will look at it.")).to_be_visible()

    desk = new_page()
    sign_in(desk, make_user(None, Role.MODERATOR))
    desk.goto(reverse("comments:moderation"))
    desk.get_by_role("link", name="Reported").click()
    expect(desk.get_by_text("It insults or threatens somebody")).to_be_visible()


def test_like_and_follow_change_in_place(page, sign_in, axe):
    post = make_post()
    sign_in(page, make_user())
    page.goto(post.get_absolute_url())
    like = page.get_by_role("button", name="Like")
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    expect(like).to_contain_text("1")
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("button", name="Unfollow")).to_be_visible()
    axe(page)
    assert (Like.objects.count(), Follow.objects.count()) == (1, 1)

    for name in ("community:likes", "community:following", "community:authors"):
        page.goto(reverse(name))
        axe(page)


def test_notifications_are_read(page, sign_in, axe):
    comment = make_comment()
    moderator = make_user(None, Role.MODERATOR)
    report_comment(comment, make_user(), "spam")
    sign_in(page, moderator)
    page.goto(reverse("notifications:list"))
    axe(page)
    page.get_by_role("button", name="Read and open").click()
    expect(page.get_by_role("heading", name="Comment on")).to_be_visible()

    page.goto(reverse("notifications:preferences"))
    axe(page)
    page.get_by_label("a comment is reported").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your choice is saved.")).to_be_visible()
    assert moderator.muted_kinds.count() == 1


def test_markup_in_comments_is_inert(page):
    post = make_post()
    for payload in PAYLOADS:
        make_comment(post, body=payload)
    page.goto(post.get_absolute_url())

    for link in page.locator(".comment .prose a").all():
        link.click()
    expect(page.get_by_role("heading", name=f"{len(PAYLOADS)} comments")).to_be_visible()
    assert page.evaluate("window.broken") is None
