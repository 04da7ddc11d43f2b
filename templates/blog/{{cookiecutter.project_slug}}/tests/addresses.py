"""Every address of the site, found in the URL configuration: a page that is added later is tested as well."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from accounts.models import User
from comments.tests.factories import make_comment
from core.tokens import sign
from newsletter.models import Issue
from newsletter.tests.factories import make_issue
from notifications.kinds import Kind
from notifications.models import Notification
from posts.models import PostImage
from posts.services.revisions import keep_revision
from posts.tests.factories import make_post
from taxonomy.models import Category, Series, Tag
from taxonomy.services import recount_terms

NAME = "hello"
# Values that need no object, or one whose absence is an answer too.
ALWAYS = {
    "slug": NAME,
    "kind": "rss",
    "section": "posts",
    "key": "a-b",
    "uidb36": "1",
    "app_label": "posts",
    "object_id": "1",
    "content_type_id": "1",
    "url": "x",
    "path": "x.png",
}
ROUTE_PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


def make_site(owner: User, is_public: bool = True) -> dict[str, Any]:
    """Make an object for every kind of address; return the values of the routes, by their names.

    A name that means something else in an app comes with that app: "comments.pk".
    Objects that are not public belong to the owner alone: a draft, a comment that waits.
    """
    terms = [model.objects.create(name="Hello", slug=NAME) for model in (Tag, Category, Series)]
    state = {} if is_public else {"status": "draft"}
    today = timezone.localtime() - timedelta(hours=1)
    post = make_post(owner, (terms[0],), slug=NAME, category=terms[1], series=terms[2], **state)
    keep_revision(post, owner)
    recount_terms()
    comment = make_comment(post, owner, status="approved" if is_public else "pending")
    issue = make_issue(owner)
    if is_public:
        Issue.objects.filter(pk=issue.pk).update(status="sent", sent_at=post.published_at)
    notification = Notification.objects.create(
        recipient=owner, kind=Kind.POST, key="post:1", title="A title", url="/tags/"
    )
    picture = PostImage.objects.create(post=post, file="pictures/x.png", alt="A picture", width=4, height=3)
    return ALWAYS | {
        "handle": owner.handle,
        "year": f"{today:%Y}",
        "month": f"{today:%m}",
        "pk": post.pk,
        "comments.pk": comment.pk,
        "newsletter.pk": issue.pk,
        "notifications.pk": notification.pk,
        "picture": picture.pk,
        "version": post.version,
        "token": sign([post.pk, post.share_version], "another purpose"),
    }


def addresses(values: dict[str, Any]) -> dict[str, str]:
    """Return the address of every view by its name, for those without a name by their route."""
    found = dict(_walk(get_resolver(), "", "", values))
    return {name: address for name, address in found.items() if not name.startswith("djdt:")}


def _walk(
    resolver: URLResolver, route: str, namespace: str, values: dict[str, Any]
) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, whole, inner, values)
        else:
            address = _fill_in(whole, namespace.partition(":")[0], values)
            yield f"{namespace}{pattern.name}" if pattern.name else whole, address


def _fill_in(route: str, app: str, values: dict[str, Any]) -> str:
    def value_of(part: re.Match) -> str:
        name = part[1] or part[2]
        return str(values.get(f"{app}.{name}", values.get(name)))

    return "/" + ROUTE_PART.sub(value_of, route).replace("^", "").replace("$", "").replace("\\", "")


def is_ours(name: str) -> bool:
    """Tell whether the view of this name is in this project, and not in a library."""
    return re.fullmatch(r"\w+:[\w-]+", name) is not None and not name.startswith("admin:")


def all_rows() -> list[QuerySet[Any]]:
    """Return the rows of every table of this project."""
    ours = [app for app in apps.get_app_configs() if app.path.startswith(str(settings.BASE_DIR))]
    return [model._base_manager.all() for app in ours for model in app.get_models()]
