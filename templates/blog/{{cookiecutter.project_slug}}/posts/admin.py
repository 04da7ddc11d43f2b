"""Posts in the administration: to find, to read and to publish many at once. They are written at /write/."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from accounts.models import User
from core.admin import ReadOnlyAdmin, ReadOnlyInline, SeenByPolicy
from core.errors import DomainError
from posts import policy, services
from posts.models import OldSlug, Post, PostImage, PostRevision

REVISIONS_SHOWN = 20


class StateFilter(admin.SimpleListFilter):
    """The state, which tells scheduled posts from those that are public."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the states."""
        return [*Post.Status.choices, ("scheduled", _("scheduled"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the posts in the chosen state."""
        return queryset.in_state(self.value()) if self.value() else queryset


class SeenByEditors(SeenByPolicy):
    """Lets in who may review posts, for pages of the administration that change nothing."""

    may_see = staticmethod(policy.can_review)


class RevisionInline(SeenByEditors, ReadOnlyInline):
    """The latest versions of the text."""

    model = PostRevision
    fields = readonly_fields = ("version", "title", "editor", "created_at", "is_autosave")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PostRevision]:
        """Fetch the editors too, and leave the texts and the older versions out."""
        revisions = super().get_queryset(request).select_related("editor").defer("body")
        match = request.resolver_match
        pk = match.kwargs.get("object_id") if match else None
        latest = PostRevision.objects.filter(post=pk).order_by("-version").values("pk")[:REVISIONS_SHOWN]
        return revisions.filter(pk__in=list(latest.values_list("pk", flat=True)))


class PictureInline(SeenByEditors, ReadOnlyInline):
    """The pictures in the text."""

    model = PostImage
    fields = readonly_fields = ("file", "alt", "width", "height", "created_at")


class OldSlugInline(SeenByEditors, ReadOnlyInline):
    """The addresses that lead to the post."""

    model = OldSlug
    fields = readonly_fields = ("slug",)


@admin.register(Post)
class PostAdmin(SeenByEditors, ReadOnlyAdmin):
    """All posts of the site."""

    list_display = (
        "title",
        "author",
        "state_label",
        "category",
        "published_at",
        "word_count",
        "comment_count",
        "view_count",
        "links",
    )
    list_filter = (StateFilter, "category", ("author", admin.RelatedOnlyFieldListFilter), "comments_open")
    search_fields = ("title", "slug", "author__name", "author__email")
    search_help_text = _("Title, address or author")
    date_hierarchy = "published_at"
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    actions = ("publish_now", "archive")
    inlines = (RevisionInline, PictureInline, OldSlugInline)
    fieldsets = (
        (None, {"fields": ("title", "slug", "author", "state_label", "links", "excerpt", "body")}),
        (_("Picture"), {"fields": ("cover", "cover_alt")}),
        (
            pgettext_lazy("what a post is about", "Subject"),
            {"fields": ("category", "tags", "series", "series_position")},
        ),
        (
            _("Times"),
            {"fields": ("created_at", "updated_at", "submitted_at", "published_at", "announced_at")},
        ),
        (_("Numbers"), {"fields": ("version", "word_count", "comment_count", "like_count", "view_count")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        """Fetch what a row shows in one query, without the texts."""
        return super().get_queryset(request).select_related("author", "category").defer("body_html", "toc")

    @admin.display(description=_("state"), ordering="status")
    def state_label(self, post: Post) -> str:
        """Show the state in words."""
        return post.state_label

    @admin.display(description=_("pages"))
    def links(self, post: Post) -> str:
        """Link the pages on which the post is read and written."""
        read = post.get_absolute_url() if post.is_public else reverse("writing:preview", args=[post.pk])
        edit = reverse("writing:edit", args=[post.pk])
        return format_html('<a href="{}">{}</a> · <a href="{}">{}</a>', read, _("Read"), edit, _("Edit"))

    @admin.action(description=_("Publish the chosen posts now"))
    def publish_now(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        """Publish what may be published, and say what may not."""
        self._take_step(request, queryset, policy.can_publish_post, services.publish_post)

    @admin.action(description=_("Archive the chosen posts"))
    def archive(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        """Archive what may be archived, and say what may not."""
        self._take_step(request, queryset, policy.can_archive, services.archive_post)

    def _take_step(
        self,
        request: HttpRequest,
        queryset: QuerySet[Post],
        allows: Callable[[Any, Post], bool],
        service: Callable[[Post, User], Post],
    ) -> None:
        done = 0
        for post in queryset:
            try:
                if allows(request.user, post):
                    service(post, request.user)
                    done += 1
                else:
                    self.message_user(request, _refusal(post, _("not possible now")), messages.WARNING)
            except DomainError as error:
                self.message_user(request, _refusal(post, error), messages.WARNING)
        text = ngettext("%(count)d post was changed.", "%(count)d posts were changed.", done)
        self.message_user(request, text % {"count": done})


def _refusal(post: Post, reason: object) -> str:
    return f"{post.title}: {reason}"
