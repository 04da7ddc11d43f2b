"""The roles of the shop's staff: each is a group of that name. Everybody who signs in is a customer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do beyond buying."""

    CATALOG = "catalog", _("catalogue manager")
    WAREHOUSE = "warehouse", _("warehouse")
    SUPPORT = "support", _("customer support")
    ADMINISTRATOR = "administrator", _("administrator")


# These enter the administration, behind a second factor.
STAFF_ROLES = frozenset(Role.values)
