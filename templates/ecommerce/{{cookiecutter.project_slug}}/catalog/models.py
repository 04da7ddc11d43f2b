"""What the shop sells: categories in a tree, products with their variants, prices and pictures."""

from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.querysets import STARS, ProductQuerySet
from core.models import TimeStampedModel


class Category(models.Model):
    """A shelf of the shop; ``path`` holds the slugs from the root, so a branch is one prefix."""

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("lies in"),
        null=True,
        blank=True,
    )
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    path = models.CharField(max_length=500, db_index=True, editable=False)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:category", args=[self.slug])


class Product(TimeStampedModel):
    """Something for sale, in one or more variants; prices and stock hang on the variants."""

    class Status(models.TextChoices):
        """Customers see active products from ``published_at`` on."""

        DRAFT = "draft", _("draft")
        ACTIVE = "active", _("for sale")
        ARCHIVED = "archived", _("archived")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=220, unique=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="products", verbose_name=_("category")
    )
    brand = models.CharField(_("brand"), max_length=100, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown."))
    description_html = models.TextField(editable=False, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    published_at = models.DateTimeField(_("for sale from"), default=timezone.now)
    tax_class = models.ForeignKey("pricing.TaxClass", on_delete=models.PROTECT, verbose_name=_("tax class"))
    # Kept beside the variants for lists and sorting; services write it, nobody else.
    lowest_price = models.PositiveBigIntegerField(_("lowest price"), null=True, blank=True, editable=False)
    is_available = models.BooleanField(_("in stock"), default=False, editable=False)
    rating_average = models.DecimalField(
        max_digits=3, decimal_places=2, null=True, blank=True, editable=False
    )
    rating_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(
                "category",
                F("published_at").desc(),
                F("id").desc(),
                name="catalog_newest_in_category",
                condition=Q(status="active"),
            ),
            models.Index(
                fields=["category", "lowest_price", "id"],
                name="catalog_cheapest_in_category",
                condition=Q(status="active"),
            ),
            models.Index(
                F("published_at").desc(), F("id").desc(), name="catalog_newest", condition=Q(status="active")
            ),
            models.Index(
                fields=["lowest_price", "id"], name="catalog_cheapest", condition=Q(status="active")
            ),
            models.Index(
                "brand",
                F("published_at").desc(),
                F("id").desc(),
                name="catalog_newest_of_brand",
                condition=Q(status="active"),
            ),
            # The same expression as ProductQuerySet.with_stars: a list is cut by keys that are never null.
            models.Index(
                STARS.desc(), F("id").desc(), name="catalog_best_rated", condition=Q(status="active")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:product", args=[self.slug])

    @property
    def is_for_sale(self) -> bool:
        """Whether customers see it now."""
        return self.status == self.Status.ACTIVE and self.published_at <= timezone.now()


class Variant(models.Model):
    """One article of a product, with a number, a price per currency and a stock of its own."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="variants", verbose_name=_("product")
    )
    sku = models.CharField(_("article number"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True, help_text=_("Such as “blue, large”."))
    options = models.JSONField(
        _("options"), default=dict, blank=True, help_text=_('Such as {"colour": "blue", "size": "L"}.')
    )
    weight_grams = models.PositiveIntegerField(_("weight in grams"), default=0)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("for sale"), default=True)

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.product} {self.name}".strip()

    def price_in(self, currency: str) -> "Price | None":
        """Return the price in a currency, None if it is not sold in it; uses prices fetched along."""
        return next((price for price in self.prices.all() if price.currency == currency), None)


class Price(models.Model):
    """What a variant costs in one currency, in its smallest unit; there is no conversion at checkout."""

    variant = models.ForeignKey(
        Variant, on_delete=models.CASCADE, related_name="prices", verbose_name=_("variant")
    )
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.PositiveBigIntegerField(_("amount in the smallest unit"))
    compare_at = models.PositiveBigIntegerField(_("former amount"), null=True, blank=True)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.UniqueConstraint(fields=["variant", "currency"], name="catalog_one_price_per_currency"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class ProductImage(models.Model):
    """A picture of a product, in the order that staff gave it."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="images", verbose_name=_("product")
    )
    file = models.ImageField(
        _("picture"), upload_to="products/%Y/%m/", width_field="width", height_field="height"
    )
    alt = models.CharField(_("what the picture shows"), max_length=200)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    widths = models.JSONField(default=list, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.alt

    @property
    def srcset(self) -> str:
        """The picture in all of its widths, for the browser to choose from."""
        name = self.file.name or ""
        copies = [f"{default_storage.url(narrow_name(name, width))} {width}w" for width in self.widths]
        return ", ".join([*copies, f"{self.file.url} {self.width}w"])

    @property
    def thumbnail_url(self) -> str:
        """The address of the narrowest copy, for lists."""
        narrow = [default_storage.url(narrow_name(self.file.name or "", width)) for width in self.widths[:1]]
        return (narrow or [self.file.url])[0]


def narrow_name(name: str, width: int) -> str:
    """Return the name of the copy of a picture that is so many pixels wide."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{width}{path.suffix}"))


class SearchWord(models.Model):
    """A word of the names and brands in the catalogue: mistyped searches are led to the nearest one."""

    word = models.CharField(max_length=60, primary_key=True)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.word


class OldSlug(models.Model):
    """A former address of a product or a category: it leads to the present one for ever."""

    slug = models.SlugField(_("slug"), max_length=220)
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="old_slugs", null=True, blank=True
    )
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, related_name="old_slugs", null=True, blank=True
    )

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(product__isnull=False), name="catalog_old_product_slug"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(category__isnull=False), name="catalog_old_category_slug"
            ),
            models.CheckConstraint(
                condition=Q(product__isnull=True) ^ Q(category__isnull=True), name="catalog_old_slug_of_one"
            ),
        ]

    def __str__(self) -> str:
        return self.slug
