"""How posts are found by subject: tags, a tree of two levels of categories, and series."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """A name with an address of its own."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)

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

    def get_absolute_url(self) -> str:
        return reverse("taxonomy:category", args=[self.slug])


class Series(Term):
    """Posts that are to be read in an order."""

    class Meta(Term.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def get_absolute_url(self) -> str:
        return reverse("taxonomy:series", args=[self.slug])
