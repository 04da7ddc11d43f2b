"""Forms of the staff for zones and promotions: what the database cannot say in a sentence."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from customers.countries import country_choices
from pricing.models import Promotion, ShippingMethod, ShippingZone, TaxRate
from pricing.money import BASIS_POINTS

Kind = Promotion.Kind


def currency_choices() -> list[tuple[str, str]]:
    """Return the currencies of the shop, for a form."""
    return [(currency, currency) for currency in settings.CURRENCIES]


class TaxRateForm(forms.ModelForm):
    """A rate in one of the countries that the shop sends to."""

    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    basis_points = forms.IntegerField(
        label=_("Rate in hundredths of a percent"), min_value=0, max_value=BASIS_POINTS
    )

    class Meta:
        model = TaxRate
        fields = ["country", "basis_points", "included"]

    def clean(self) -> dict[str, Any]:
        """Refuse a second rate of a country: Django does not check constraints on the row of the parent."""
        cleaned = super().clean() or self.cleaned_data
        others = TaxRate.objects.exclude(pk=self.instance.pk).filter(tax_class=self.instance.tax_class_id)
        if others.filter(country=cleaned.get("country")).exists():
            self.add_error("country", _("There is a rate for this country."))
        return cleaned


class ShippingZoneForm(forms.ModelForm):
    """A zone of countries that the shop sends to."""

    countries = forms.MultipleChoiceField(
        label=_("Countries"), choices=country_choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ShippingZone
        fields = ["name", "countries"]


class ShippingMethodForm(forms.ModelForm):
    """A method in one of the currencies of the shop."""

    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)

    class Meta:
        model = ShippingMethod
        fields = [
            "name",
            "currency",
            "amount",
            "amount_per_kilogram",
            "free_from",
            "max_weight_grams",
            "days_min",
            "days_max",
            "is_active",
        ]


class PromotionForm(forms.ModelForm):
    """A promotion that takes something off, in a currency where it is an amount."""

    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=lambda: [("", _("all")), *currency_choices()],
        required=False,
        help_text=_("Needed for an amount, and for a subtotal from which on it holds."),
    )

    percent = forms.IntegerField(label=_("Percent"), min_value=0, max_value=100, initial=0)

    class Meta:
        model = Promotion
        fields = [
            "name",
            "code",
            "kind",
            "percent",
            "amount",
            "currency",
            "minimum",
            "starts_at",
            "ends_at",
            "limit",
            "limit_per_customer",
            "is_active",
        ]

    def clean_code(self) -> str | None:
        """Write codes in capitals, and no code as none: then "unique" holds for any spelling."""
        return (self.cleaned_data["code"] or "").strip().upper() or None

    def clean(self) -> dict[str, Any]:
        """Refuse promotions that take nothing off or end before they begin, and limits below the uses."""
        cleaned = super().clean() or self.cleaned_data
        kind, limit = cleaned.get("kind"), cleaned.get("limit")
        if kind == Kind.PERCENT and not cleaned.get("percent"):
            self.add_error("percent", _("Please enter how many percent."))
        if kind == Kind.FIXED and not cleaned.get("amount"):
            self.add_error("amount", _("Please enter the amount."))
        if (kind == Kind.FIXED or cleaned.get("minimum")) and not cleaned.get("currency"):
            self.add_error("currency", _("Please choose the currency of the amount."))
        if limit is not None and limit < self.instance.used:
            self.add_error("limit", _("It was used more often already."))
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("It must end after it begins."))
        return cleaned
