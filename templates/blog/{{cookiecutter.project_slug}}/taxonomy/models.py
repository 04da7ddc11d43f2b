"""How posts are found by subject: tags, a tree of two levels of categories, and series."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """A name with an address of its own; it knows how many posts visitors find under it."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    post_count = models.PositiveIntegerField(_("public posts"), default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Tag(Term):
    """A free keyword; a post has any number of them."""

    class Meta(Term.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        indexes = [models.Index(F("post_count").desc(), "name", name="taxonomy_tag_most_used")]

    def get_absolute_url(self) -> str:
        return reverse("taxonomy:tag", args=[self.slug])


class Category(Term):
    """The section that a post stands in; a category may lie in another one, which lies in none."""

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("lies in"),
        null=True,
        blank=True,
    )

    class Meta(Term.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="taxonomy_category_not_in_itself"
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("taxonomy:category", args=[self.slug])

    def clean(self) -> None:
        """Keep the tree at two levels, which the pages and the addresses count on."""
        if self.parent and (self.parent.parent_id or self.children.exists()):
            raise ValidationError({"parent": _("Categories have two levels: choose one of the first level.")})


class Series(Term):
    """Posts that are to be read in an order."""

    class Meta(Term.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def get_absolute_url(self) -> str:
        return reverse("taxonomy:series", args=[self.slug])


class OldTerm(models.Model):
    """An address that a term had before it was renamed or merged: it leads to the present one."""

    class Kind(models.TextChoices):
        """Which list of terms the address belongs to."""

        TAG = "tag", _("tag")
        CATEGORY = "category", _("category")
        SERIES = "series", _("series")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    slug = models.SlugField(_("old address"), max_length=80)
    present_slug = models.SlugField(_("present address"), max_length=80)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="taxonomy_one_present_address")]

    def __str__(self) -> str:
        return f"{self.slug} → {self.present_slug}"
