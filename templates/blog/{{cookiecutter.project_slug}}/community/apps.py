"""The community app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    """Configuration of the community app."""

    name = "community"
    verbose_name = _("community")
