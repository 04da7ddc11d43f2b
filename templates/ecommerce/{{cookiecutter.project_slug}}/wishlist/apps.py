"""The wishlist app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WishlistConfig(AppConfig):
    """Configuration of the wishlist app."""

    name = "wishlist"
    verbose_name = _("wishlist")
