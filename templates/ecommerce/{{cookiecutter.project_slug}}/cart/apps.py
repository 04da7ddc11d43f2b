"""The cart app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CartConfig(AppConfig):
    """Configuration of the cart app."""

    name = "cart"
    verbose_name = _("cart")
