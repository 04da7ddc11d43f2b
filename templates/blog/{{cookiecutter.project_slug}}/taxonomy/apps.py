"""The taxonomy app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    """Configuration of the taxonomy app."""

    name = "taxonomy"
    verbose_name = _("taxonomy")
