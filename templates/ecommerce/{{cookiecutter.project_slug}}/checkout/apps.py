"""The checkout app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CheckoutConfig(AppConfig):
    """Configuration of the checkout app."""

    name = "checkout"
    verbose_name = _("checkout")
