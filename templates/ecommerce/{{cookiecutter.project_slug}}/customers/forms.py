"""Forms of the address book and of the choice of a country."""

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.addresses import AddressForm
from customers.countries import country_choices


class BookedAddressForm(AddressForm):
    """An address of the address book, which may be the usual one."""

    class Meta(AddressForm.Meta):
        fields = [*AddressForm.Meta.fields, "is_default"]


class CountryForm(forms.Form):
    """The country that prices are shown for."""

    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
