"""What verified buyers say about a product."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalog.models import Product
from core.models import TimeStampedModel
from reviews.querysets import ReviewQuerySet


class Review(TimeStampedModel):
    """One review per buyer and product; customers see it once it is approved."""

    class Status(models.TextChoices):
        """What support decided."""

        PENDING = "pending", _("waiting")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("product")
    )
    author = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("author")
    )
    rating = models.PositiveSmallIntegerField(_("stars"))
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("review"), max_length=3000)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.PENDING)
    moderated_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        editable=False,
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "author"], name="reviews_one_per_buyer"),
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5), name="reviews_one_to_five_stars"
            ),
        ]
        indexes = [
            models.Index(fields=["product", "-id"], condition=Q(status="approved"), name="reviews_shown"),
            models.Index(fields=["id"], condition=Q(status="pending"), name="reviews_to_decide"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('reviews:list', args=[self.product.slug])}#review-{self.pk}"

    @property
    def version(self) -> str:
        """A number that changes with every change, to decide about exactly the words that were read."""
        return f"{self.updated_at:%Y%m%d%H%M%S%f}"
