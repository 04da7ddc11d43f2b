"""The api app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """Configuration of the api app."""

    name = "api"
    verbose_name = _("programs that read")
