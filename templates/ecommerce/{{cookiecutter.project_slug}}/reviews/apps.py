"""The reviews app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    """Configuration of the reviews app."""

    name = "reviews"
    verbose_name = _("reviews")
