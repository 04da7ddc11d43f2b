"""Terms in the administration: changes go through the services, so that old addresses lead on."""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.admin import ReadOnlyAdmin, SeenByPolicy
from core.caching import bump
from taxonomy.forms import TermForm
from taxonomy.models import Category, OldTerm, Series, Tag, Term
from taxonomy.policy import can_manage_terms
from taxonomy.services import merge_tags, rename_term


class TermAdmin(SeenByPolicy, admin.ModelAdmin):
    """What tags, categories and series have in common."""

    may_see = staticmethod(can_manage_terms)
    form = TermForm
    fields = ("name", "slug", "description", "post_count")
    readonly_fields = ("slug", "post_count")
    list_display = ("name", "slug", "post_count")
    search_fields = ("name", "slug")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can_manage_terms(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        return can_manage_terms(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Term | None = None) -> bool:
        # A term with posts is merged or emptied first: visitors have its address. Nor is there deleting
        # in bulk, which would ask nobody.
        return obj is not None and can_manage_terms(request.user) and not obj.posts.exists()

    def save_model(self, request: HttpRequest, obj: Term, form: ModelForm, change: bool) -> None:
        """Rename through the service, which gives a new address and keeps the old one working."""
        if change and "name" in form.changed_data:
            rename_term(type(obj)._default_manager.get(pk=obj.pk), by=request.user, name=obj.name)
        obj.slug = form.cleaned_data["slug"]
        super().save_model(request, obj, form, change)
        bump("posts")


@admin.register(Tag)
class TagAdmin(TermAdmin):
    """Tags, which grow wild and are merged."""

    actions = ["merge"]

    @admin.action(description=gettext_lazy("Merge into the most used of them"))
    def merge(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        """Merge the chosen tags into the one with the most posts."""
        into, *others = queryset.order_by("-post_count", "name")
        if not others:
            self.message_user(request, _("Choose at least two tags."), messages.WARNING)
            return
        with transaction.atomic():
            for tag in others:
                merge_tags(tag, by=request.user, into=into)
        text = ngettext(
            "%(count)d tag was merged into “%(name)s”.",
            "%(count)d tags were merged into “%(name)s”.",
            len(others),
        )
        self.message_user(request, text % {"count": len(others), "name": into.name}, messages.SUCCESS)


@admin.register(Category)
class CategoryAdmin(TermAdmin):
    """Categories in two levels."""

    fields = ("name", "slug", "parent", "description", "post_count")
    list_display = ("name", "parent", "slug", "post_count")
    list_select_related = ("parent",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return super().get_queryset(request).select_related("parent")


@admin.register(Series)
class SeriesAdmin(TermAdmin):
    """Series."""


@admin.register(OldTerm)
class OldTermAdmin(SeenByPolicy, ReadOnlyAdmin):
    """Where former addresses lead."""

    may_see = staticmethod(can_manage_terms)
    list_display = ("slug", "present_slug", "kind")
    list_filter = ("kind",)
    search_fields = ("slug", "present_slug")
