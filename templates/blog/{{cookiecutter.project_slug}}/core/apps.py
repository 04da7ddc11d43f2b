"""The core app, and the administration that it guards."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CoreConfig(AppConfig):
    """Configuration of the core app."""

    name = "core"

    def ready(self) -> None:
        """Register the system checks."""
        import_module("core.checks")


class SecureAdminConfig(admin_apps.AdminConfig):
    """Takes the place of "django.contrib.admin" in INSTALLED_APPS: the admin behind a second factor."""

    default = False
    default_site = "core.admin.SecureAdminSite"
