"""Forms of the checkout: who buys, where to, and how it is sent."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.models import model_to_dict
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from checkout.state import Entries
from customers.addresses import AddressForm
from customers.countries import current_country
from customers.models import Address
from pricing.money import format_money
from pricing.shipping import ShippingChoice

NEW_ADDRESS = "new"


class ContactForm(forms.Form):
    """Who buys. An account has its own e-mail address, and an address book to choose from."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send the confirmation and the link to your order there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = forms.ChoiceField(label=_("Send to"), widget=forms.RadioSelect)
    keep = forms.BooleanField(label=_("Keep a new address in my address book"), required=False)
    other_billing = forms.BooleanField(label=_("The bill goes to another address"), required=False)

    def __init__(self, *args: Any, user: User | None, book: Sequence[Address], **kwargs: Any) -> None:
        """Leave out what does not concern a guest or an account."""
        super().__init__(*args, **kwargs)
        if user:
            del self.fields["email"]
        else:
            del self.fields["keep"]
        if book:
            known = [(str(address.pk), str(address)) for address in book]
            self.fields["address"].choices = [*known, (NEW_ADDRESS, _("another address"))]
        else:
            del self.fields["address"]

    def clean_email(self) -> str:
        """Write it as accounts do, so that the limits of coupons and the search of staff know it again."""
        return self.cleaned_data["email"].lower()


class DetailsForms:
    """The first step: contact, shipping address and billing address, of which only the needed count."""

    def __init__(self, request: HttpRequest, entries: Entries) -> None:
        """Fill the forms with what is known: the entries so far, else the account's usual address."""
        self.user = request.user if request.user.is_authenticated else None
        self.book = list(Address.objects.filter(user=self.user)) if self.user else []
        data = request.POST if request.method == "POST" else None
        self.contact = ContactForm(
            data, user=self.user, book=self.book, initial=_initial_contact(entries, self.book)
        )
        entered = entries.shipping_address or {
            "country": current_country(request),
            "name": self.user.name if self.user else "",
        }
        self.checked: list[forms.BaseForm] = []
        self.shipping = _address_form(data, "shipping", entered)
        self.billing = _address_form(data, "billing", entries.billing_address or entered)

    def is_valid(self) -> bool:
        """Check the forms that count, all of them, so that every mistake is shown at once."""
        self.checked = [self.contact]
        if self.chosen is None:
            self.checked.append(self.shipping)
        if self.contact.data.get("other_billing"):
            self.checked.append(self.billing)
        return not self.with_errors

    @property
    def contact_fields(self) -> list[BoundField]:
        """What is asked before the address."""
        return [self.contact[name] for name in ("email", "address") if name in self.contact.fields]

    @property
    def choices(self) -> list[BoundField]:
        """What is asked after the address."""
        return [self.contact[name] for name in ("keep", "other_billing") if name in self.contact.fields]

    @property
    def with_errors(self) -> list[forms.BaseForm]:
        """The forms in which something is wrong; those that do not count were not looked at."""
        return [form for form in self.checked if form.errors]

    @property
    def is_billing_open(self) -> bool:
        """Whether the billing address is shown from the start."""
        return bool(self.contact["other_billing"].value())

    @property
    def chosen(self) -> Address | None:
        """The address of the book that was chosen, if it was one."""
        key = self.contact.data.get("address")
        return next((address for address in self.book if str(address.pk) == key), None)

    @property
    def new_address(self) -> dict[str, str] | None:
        """The address that was entered, if it shall be kept."""
        wanted = self.chosen is None and self.contact.cleaned_data.get("keep")
        return self.shipping.cleaned_data if wanted else None

    def write_to(self, entries: Entries) -> Entries:
        """Keep what was entered; a method that does not go there is asked for anew by the next step."""
        shipping = _values_of(self.chosen) if self.chosen else self.shipping.cleaned_data
        entries.email = self.user.email if self.user else self.contact.cleaned_data["email"]
        entries.shipping_address = shipping
        entries.billing_address = (
            self.billing.cleaned_data if self.contact.cleaned_data["other_billing"] else shipping
        )
        return entries.save()


class ShippingForm(forms.Form):
    """One of the ways in which this cart can be sent to this country."""

    method = forms.ChoiceField(label=_("Shipping"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[ShippingChoice], currency: str, **kwargs: Any) -> None:
        """Offer the ways with price and time; the price is for reading, what is posted is the way only."""
        super().__init__(*args, **kwargs)
        self.methods = {str(choice.method.pk): choice.method for choice in choices}
        self.fields["method"].choices = [
            (str(choice.method.pk), _describe(choice, currency)) for choice in choices
        ]


class AgreementForm(forms.Form):
    """The cart and the total that the customer saw. They are compared with ours, never believed."""

    cart = forms.UUIDField(widget=forms.HiddenInput)
    total = forms.IntegerField(widget=forms.HiddenInput)


def _describe(choice: ShippingChoice, currency: str) -> str:
    method = choice.method
    price = format_money(choice.amount, currency)
    if method.days_min == method.days_max:
        days = ngettext("%(n)d working day", "%(n)d working days", method.days_max) % {"n": method.days_max}
    else:
        days = _("%(from)d to %(to)d working days") % {"from": method.days_min, "to": method.days_max}
    return f"{method.name}: {price}, {days}"


def _initial_contact(entries: Entries, book: Sequence[Address]) -> dict[str, Any]:
    known = [str(address.pk) for address in book if _values_of(address) == entries.shipping_address]
    if entries.shipping_address:
        address = known[0] if known else NEW_ADDRESS
    else:
        address = str(book[0].pk) if book else NEW_ADDRESS
    return {
        "email": entries.email,
        "address": address,
        "keep": True,
        "other_billing": entries.has_own_billing_address,
    }


def _address_form(data: Any, purpose: str, initial: dict[str, str]) -> AddressForm:
    # The browser must not insist on fields that a choice above makes needless.
    return AddressForm(data, prefix=purpose, purpose=purpose, initial=initial, use_required_attribute=False)


def _values_of(address: Address) -> dict[str, str]:
    return model_to_dict(address, fields=AddressForm.Meta.fields)
