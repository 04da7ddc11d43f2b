"""Reviews in the administration: to find, and to decide about many at once."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.requests import signed_in_user
from core.admin import ReadOnlyAdmin
from reviews.models import Review
from reviews.policy import can_moderate_reviews
from reviews.services import decide_reviews
from reviews.views import report_decision


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    """All reviews, the newest first; nobody rewrites what a customer said."""

    list_display = ("title", "rating", "product", "author", "status", "created_at", "moderated_by")
    list_filter = ("status", "rating")
    search_fields = ("title", "product__name", "=author__email")
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    actions = ("approve", "reject")
    fields = ("product", "author", "rating", "title", "body", "status", "moderated_by", "created_at")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the policy instead of Django's permissions."""
        return can_moderate_reviews(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the app to the same users."""
        return can_moderate_reviews(request.user)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Offer the actions to the same users."""
        return can_moderate_reviews(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        """Fetch what a row shows in one query, without the texts of the products."""
        reviews = super().get_queryset(request).select_related("author", "product", "moderated_by")
        return reviews.defer("product__description", "product__description_html")

    @admin.action(description=_("Approve"), permissions=["moderate"])
    def approve(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        """Show the chosen reviews to everybody."""
        self._decide(request, queryset, Review.Status.APPROVED)

    @admin.action(description=_("Reject"), permissions=["moderate"])
    def reject(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        """Hide the chosen reviews."""
        self._decide(request, queryset, Review.Status.REJECTED)

    def _decide(self, request: HttpRequest, queryset: QuerySet[Review], status: str) -> None:
        seen = {review.pk: review.version for review in queryset}
        report_decision(request, decide_reviews(seen, status, by=signed_in_user(request)))
