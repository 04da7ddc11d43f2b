"""Every page that a link leads to: no barrier in light and dark, one heading, and no wider than a phone."""

import pytest

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.tests.factories import make_comment
from posts.tests.factories import make_post, make_posts_in_every_state
from taxonomy.models import Category, Series, Tag
from tests.e2e.browser import follow_links

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

BODY = """A text with [a link](https://example.com/), `code` and a footnote[^1].

# One

- first
- second

> A quotation.

```python
def add(a: int) -> int:  # a comment
    return a + 1
```

## Two

| a | b |
|---|---|
| 1 | 2 |

[^1]: The note.
"""
FOR_EVERYBODY = {"posts:front", "posts:detail", "posts:author", "posts:archive_month", "posts:search"}
FOR_THE_TEAM = {"writing:desk", "writing:new", "writing:edit", "writing:review", "comments:moderation"}


@pytest.fixture
def editor():
    """Return somebody who may do everything but administrate, on a site with some content."""
    user = make_user("editor@example.com", Role.AUTHOR, Role.EDITOR, Role.MODERATOR, name="Ada Example")
    series = Series.objects.create(name="A series", slug="a-series")
    post = make_post(
        user,
        (Tag.objects.create(name="Django", slug="django"),),
        title="A full post",
        body=BODY,
        category=Category.objects.create(name="Essays", slug="essays"),
        series=series,
        series_position=1,
    )
    make_comment(post, parent=make_comment(post, body="A **good** read."))
    make_posts_in_every_state(user)
    return user


def look_at(page, axe) -> set[str]:
    """Walk through the site and return the names of the views that were seen."""
    names = set()
    for name in follow_links(page):
        axe(page)
        page.set_viewport_size({"width": 390, "height": 844})
        assert (name, page.evaluate("document.documentElement.scrollWidth")) == (name, 390)
        page.set_viewport_size({"width": 1280, "height": 800})
        assert (name, page.locator("h1").count()) == (name, 1)
        names.add(name)
    return names


def test_visitor_meets_no_barrier_on_any_page(page, axe, editor):
    names = look_at(page, axe)

    assert names >= FOR_EVERYBODY
    assert names.isdisjoint(FOR_THE_TEAM)


def test_editor_meets_no_barrier_on_any_page(page, axe, editor, sign_in):
    sign_in(page, editor)

    names = look_at(page, axe)

    assert names >= FOR_EVERYBODY | FOR_THE_TEAM
