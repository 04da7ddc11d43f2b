"""The address book of an account, and the id by which its orders are stored."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Customer(models.Model):
    """An account as a buyer: its random id stands on every order, payment and invoice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="customer", verbose_name=_("user")
    )

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")

    def __str__(self) -> str:
        return str(self.user)


class Address(models.Model):
    """An address that the customer may choose at checkout; orders keep a copy."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="addresses", verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=120)
    company = models.CharField(_("company"), max_length=120, blank=True)
    street = models.CharField(_("street and number"), max_length=200)
    extra = models.CharField(_("more"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20)
    city = models.CharField(_("city"), max_length=100)
    region = models.CharField(_("state or region"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    is_default = models.BooleanField(_("usual address"), default=False)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["-is_default", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_default=True), name="customers_one_usual_address"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.street}, {self.city}"
