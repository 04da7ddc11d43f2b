"""The orders app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    """Configuration of the orders app."""

    name = "orders"
    verbose_name = _("orders")
