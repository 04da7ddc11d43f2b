"""The payments app."""

import logging
from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Configuration of the payments app."""

    name = "payments"
    verbose_name = _("payments")

    def ready(self) -> None:
        """Register the checks; the SDK logs whole bodies below this level, whatever LOG_LEVEL says."""
        import_module("payments.checks")
        logging.getLogger("stripe").setLevel(logging.WARNING)
