"""The catalogue in the administration: changes go through the services, permissions through the policy."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.requests import signed_in_user
from catalog import services, tasks
from catalog.admin_forms import (
    CategoryForm,
    ChangePricesForm,
    ProductForm,
    ProductImageForm,
    UploadForm,
    VariantForm,
)
from catalog.importing import columns, export_rows, import_products
from catalog.models import Category, OldSlug, Price, Product, ProductImage, Variant
from catalog.policy import can_import_products, can_manage_catalog, can_see_catalog_in_admin
from catalog.services.pictures import delete_files
from catalog.shown import forget_catalog
from core.admin import ReadOnlyInline
from core.errors import DomainError
from core.export import stream_csv
from core.tasks import after_commit
from core.tokens import sign, unsign
from pricing.templatetags.money import money

IMPORT_PURPOSE = "catalog-import"
IMPORT_SECONDS = 60 * 60


class CatalogPermissions:
    """Asks the policy instead of Django's permissions."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_see_catalog_in_admin(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_see_catalog_in_admin(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_manage_catalog(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_manage_catalog(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_manage_catalog(request.user)


class VariantInline(CatalogPermissions, admin.TabularInline):
    """The variants of a product with their prices; former prices stand on the page of the variant."""

    model = Variant
    form = VariantForm
    extra = 0
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Variant]:
        return super().get_queryset(request).prefetch_related("prices")


class PictureInline(CatalogPermissions, admin.TabularInline):
    """The pictures of a product in their order."""

    model = ProductImage
    form = ProductImageForm
    extra = 0


class OldSlugInline(CatalogPermissions, ReadOnlyInline):
    """The addresses that lead to the product."""

    model = OldSlug
    fields = readonly_fields = ("slug",)


class PriceInline(CatalogPermissions, admin.TabularInline):
    """The prices of a variant in the smallest unit of each currency."""

    model = Price
    extra = 0


@admin.register(Product)
class ProductAdmin(CatalogPermissions, admin.ModelAdmin):
    """All products, with import, export and changes of many at once."""

    form = ProductForm
    change_list_template = "admin/catalog/product_list.html"
    list_display = (
        "name",
        "category",
        "brand",
        "status",
        "price",
        "is_available",
        "rating_average",
        "published_at",
    )
    list_filter = ("status", "is_available", ("category", admin.RelatedOnlyFieldListFilter), "published_at")
    search_fields = ("name", "slug", "brand", "variants__sku__iexact")
    search_help_text = _("Name, brand, address or article number")
    list_select_related = ("category",)
    list_per_page = 50
    show_full_result_count = False
    autocomplete_fields = ("category",)
    inlines = (VariantInline, PictureInline, OldSlugInline)
    actions = ("publish", "archive", "change_prices", "export")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        rows = super().get_queryset(request)
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("_changelist")
        return rows.without_texts() if is_list else rows

    def view_on_site(self, obj: Product) -> str | None:
        """Link the page of a product that customers see."""
        return obj.get_absolute_url() if obj.is_for_sale else None

    @admin.display(description=_("from"), ordering="lowest_price")
    def price(self, product: Product) -> str:
        """Show the lowest price in the first currency."""
        return money(product.lowest_price, settings.CURRENCIES[0])

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: bool) -> None:
        services.save_product(obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save variants and pictures; files of pictures that go are deleted after the commit."""
        super().save_formset(request, form, formset, change)
        if formset.model is ProductImage:
            for picture in formset.deleted_objects:
                _delete_later(picture.file.name, picture.widths)
            changed = [row for row, fields in formset.changed_objects if "file" in fields]
            for picture in [*formset.new_objects, *changed]:
                after_commit(tasks.make_copies, picture.pk, picture.file.name)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        services.refresh_product(form.instance)

    def delete_model(self, request: HttpRequest, obj: Product) -> None:
        self.delete_queryset(request, Product.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        for picture in ProductImage.objects.filter(product__in=queryset):
            _delete_later(picture.file.name, picture.widths)
        super().delete_queryset(request, queryset)
        forget_catalog()

    @admin.action(description=_("Offer the selected products for sale"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        self._apply(request, queryset, services.publish_products)

    @admin.action(description=_("Take the selected products off sale"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        self._apply(request, queryset, services.archive_products)

    @admin.action(description=_("Change the prices of the selected products"), permissions=["change"])
    def change_prices(self, request: HttpRequest, queryset: QuerySet[Product]) -> HttpResponse | None:
        """Ask by how much, then change them."""
        form = ChangePricesForm(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            count = services.change_prices(
                queryset,
                form.cleaned_data["percent"],
                by=signed_in_user(request),
                show_former=form.cleaned_data["show_former"],
            )
            text = ngettext("%(count)d price was changed.", "%(count)d prices were changed.", count)
            self.message_user(request, text % {"count": count})
            return None
        context = self._context(request, _("Change prices"), form=form, products=queryset)
        return render(request, "admin/catalog/change_prices.html", context)

    @admin.action(description=_("Export the selected products as CSV"), permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet[Product]) -> HttpResponse:
        return stream_csv(export_rows(queryset.order_by().values("pk")), "products.csv")

    def get_urls(self) -> list[URLPattern]:
        own = [
            path("import/", self.admin_site.admin_view(self.import_view), name="catalog_product_import"),
            path("export/", self.admin_site.admin_view(self.export_view), name="catalog_product_export"),
        ]
        return own + super().get_urls()

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Send all products."""
        if not can_see_catalog_in_admin(request.user):
            raise PermissionDenied
        return stream_csv(export_rows(Product.objects.order_by().values("pk")), "products.csv")

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Check an uploaded file and say what it would do; the checked text comes back signed to be done."""
        if not can_import_products(request.user):
            raise PermissionDenied
        context = self._context(request, _("Import products"), columns=columns())
        try:
            if "checked" in request.POST:
                text = unsign(request.POST["checked"], IMPORT_PURPOSE, IMPORT_SECONDS)
                context["report"] = import_products(text, by=signed_in_user(request), dry_run=False)
                context["is_done"] = True
                return render(request, "admin/catalog/import.html", context)
            form = UploadForm(request.POST or None, request.FILES or None)
            if form.is_valid():
                text = form.cleaned_data["file"]
                context["report"] = import_products(text, by=signed_in_user(request), dry_run=True)
                context["checked"] = sign(text, IMPORT_PURPOSE)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            form = UploadForm()
        return render(request, "admin/catalog/import.html", context | {"form": form})

    def _apply(self, request: HttpRequest, queryset: QuerySet[Product], service: Any) -> None:
        try:
            count = service(queryset, by=signed_in_user(request))
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return
        text = ngettext("%(count)d product was changed.", "%(count)d products were changed.", count)
        self.message_user(request, text % {"count": count})

    def _context(self, request: HttpRequest, title: Any, **more: Any) -> dict[str, Any]:
        base = self.admin_site.each_context(request)
        return base | {"title": title, "opts": self.opts, "checkbox": ACTION_CHECKBOX_NAME} | more


@admin.register(Variant)
class VariantAdmin(CatalogPermissions, admin.ModelAdmin):
    """One variant with its prices and former prices; variants are made on the page of their product."""

    list_display = ("sku", "product", "name", "is_active")
    list_select_related = ("product",)
    search_fields = ("sku__iexact", "product__name")
    show_full_result_count = False
    fields = ("product", "sku", "name", "options", "weight_grams", "position", "is_active")
    readonly_fields = ("product",)
    inlines = (PriceInline,)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        services.refresh_product(form.instance.product)


@admin.register(Category)
class CategoryAdmin(CatalogPermissions, admin.ModelAdmin):
    """The tree of categories."""

    form = CategoryForm
    list_display = ("name", "place", "position")
    search_fields = ("name", "slug")
    ordering = ("path",)

    @admin.display(description=_("place"), ordering="path")
    def place(self, category: Category) -> str:
        """Show where the category lies."""
        return category.path.replace("/", " / ")

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        services.save_category(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Category]) -> None:
        super().delete_queryset(request, queryset)
        forget_catalog()

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        super().delete_model(request, obj)
        forget_catalog()


def _delete_later(name: str, widths: list[int]) -> None:
    """Delete a picture once the row that named it is gone for certain."""
    transaction.on_commit(lambda: delete_files(name, widths), robust=True)
