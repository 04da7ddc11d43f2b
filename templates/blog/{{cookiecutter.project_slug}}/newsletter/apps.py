"""The newsletter app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    """Configuration of the newsletter app."""

    name = "newsletter"
    verbose_name = _("newsletter")
