"""Subscribers in the administration: looked up and deleted, never made by hand."""

from django.contrib import admin
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin, SeenByPolicy
from newsletter.models import Subscriber
from newsletter.policy import can_manage_newsletter


@admin.register(Subscriber)
class SubscriberAdmin(SeenByPolicy, ReadOnlyAdmin):
    """Find an address; only its owner can confirm it, so nobody adds or changes one here."""

    may_see = staticmethod(can_manage_newsletter)
    list_display = ["email", "status", "language", "created_at"]
    list_filter = ["status", "language"]
    search_fields = ["email"]
    ordering = ["-pk"]
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Subscriber | None = None) -> bool:
        """An owner may ask to be forgotten."""
        return can_manage_newsletter(request.user)
