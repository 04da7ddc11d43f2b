"""What an address must hold, for the address book and for the checkout alike."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.countries import country_choices, country_name
from customers.models import Address
from customers.postcodes import REGION_COUNTRIES, is_postcode, tidy_postcode

AUTOCOMPLETE = {
    "name": "name",
    "company": "organization",
    "street": "address-line1",
    "extra": "address-line2",
    "postcode": "postal-code",
    "city": "address-level2",
    "region": "address-level1",
    "country": "country",
    "phone": "tel",
}


class AddressForm(forms.ModelForm):
    """An address in a country that the shop sends to, with a postcode that this country has."""

    class Meta:
        model = Address
        fields = [
            "name",
            "company",
            "street",
            "extra",
            "postcode",
            "city",
            "region",
            "country",
            "phone",
        ]

    def __init__(self, *args: Any, purpose: str = "shipping", **kwargs: Any) -> None:
        """Offer the countries by name; ``purpose`` tells browsers which address of theirs to fill in."""
        super().__init__(*args, **kwargs)
        self.fields["country"] = forms.ChoiceField(label=_("Country"), choices=country_choices)
        for name, token in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = f"{purpose} {token}"

    def clean_postcode(self) -> str:
        """Write it as it is printed."""
        return tidy_postcode(self.cleaned_data["postcode"])

    def clean(self) -> dict[str, Any]:
        """Compare the postcode and the region with the country."""
        cleaned = super().clean() or self.cleaned_data
        country, postcode = cleaned.get("country"), cleaned.get("postcode")
        if country and postcode and not is_postcode(postcode, country):
            sentence = _("This is no postcode of %(country)s.") % {"country": country_name(country)}
            self.add_error("postcode", sentence)
        if country in REGION_COUNTRIES and not cleaned.get("region"):
            self.add_error("region", _("Please enter the state or region."))
        return cleaned
