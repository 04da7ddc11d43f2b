"""Comments and reports in the administration: to find, and to decide about many at once."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.requests import signed_in_user
from comments.models import Comment, Report
from comments.moderation import DECISIONS
from comments.policy import can_moderate
from core.admin import ReadOnlyAdmin, ReadOnlyInline, SeenByPolicy


class SeenByModerators(SeenByPolicy):
    """Lets in who may moderate, for pages of the administration that change nothing by themselves."""

    may_see = staticmethod(can_moderate)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Offer the actions to the same users."""
        return can_moderate(request.user)


class ReportInline(SeenByModerators, ReadOnlyInline):
    """What readers said about the comment."""

    model = Report
    fields = readonly_fields = ("reporter", "reason", "created_at", "resolved_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Fetch the reporters too."""
        return super().get_queryset(request).select_related("reporter")


@admin.register(Comment)
class CommentAdmin(SeenByModerators, ReadOnlyAdmin):
    """All comments of the site, the newest first."""

    list_display = ("__str__", "author", "post", "status", "created_at", "moderated_by")
    list_filter = ("status", "created_at")
    search_fields = ("body", "author__name", "author__email", "post__title")
    search_help_text = _("Text, author or post")
    date_hierarchy = "created_at"
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    actions = ("approve", "spam", "remove")
    inlines = (ReportInline,)
    fields = ("post", "author", "parent", "status", "body", "created_at", "edited_at", "moderated_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """Fetch what a row shows in one query, without the texts of the posts."""
        comments = super().get_queryset(request).select_related("author", "post", "moderated_by")
        return comments.defer("post__body", "post__body_html", "post__toc")

    @admin.action(description=_("Approve"), permissions=["moderate"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Show the chosen comments to everybody."""
        self._decide(request, queryset, "approve")

    @admin.action(description=_("Mark as spam"), permissions=["moderate"])
    def spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Hide the chosen comments as spam."""
        self._decide(request, queryset, "spam")

    @admin.action(description=_("Remove"), permissions=["moderate"])
    def remove(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        """Take the chosen comments out of the discussion."""
        self._decide(request, queryset, "delete")

    def _decide(self, request: HttpRequest, queryset: QuerySet[Comment], action: str) -> None:
        seen = dict(queryset.values_list("pk", "status"))
        decision = DECISIONS[action](seen, signed_in_user(request))
        done = ngettext("%(n)d comment is decided.", "%(n)d comments are decided.", decision.changed)
        self.message_user(request, done % {"n": decision.changed}, messages.SUCCESS)
