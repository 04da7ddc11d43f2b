"""The core app, and the administration that it guards."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CoreConfig(AppConfig):
    """Configuration of the core app."""

    name = "core"

    def ready(self) -> None:
        """Register the system checks."""
        from core import checks  # noqa: F401


class SecureAdminConfig(admin_apps.AdminConfig):
    """Takes the place of "django.contrib.admin" in INSTALLED_APPS: the admin behind a second factor."""

    default = False
    default_site = "core.admin.SecureAdminSite"
