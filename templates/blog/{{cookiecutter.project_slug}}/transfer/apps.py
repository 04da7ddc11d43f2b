"""The transfer app: posts in and out as files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransferConfig(AppConfig):
    """Configuration of the transfer app."""

    name = "transfer"
    verbose_name = _("import and export")
