"""The pricing app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PricingConfig(AppConfig):
    """Configuration of the pricing app."""

    name = "pricing"
    verbose_name = _("pricing")
