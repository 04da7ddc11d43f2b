"""Forms of the catalogue's administration."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from catalog.models import Category, Product, ProductImage, Variant
from catalog.services.prices import HIGHEST, LOWEST, set_prices
from core.images import clean_image
from pricing.money import digits, to_decimal, to_minor

FILE_MAX_BYTES = 1024 * 1024


class ProductForm(forms.ModelForm):
    """A product; without an address it gets one made from its name."""

    class Meta:
        model = Product
        fields = (
            "name",
            "slug",
            "category",
            "brand",
            "summary",
            "description",
            "status",
            "published_at",
            "tax_class",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


class CategoryForm(forms.ModelForm):
    """A category; it cannot be put into its own branch."""

    class Meta:
        model = Category
        fields = ("name", "slug", "parent", "description", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "parent" in self.fields and self.instance.pk:
            below = Category.objects.filter(path__startswith=f"{self.instance.path}/").values("pk")
            parent: Any = self.fields["parent"]
            parent.queryset = Category.objects.exclude(pk=self.instance.pk).exclude(pk__in=below)


class PricedVariantForm(forms.ModelForm):
    """A variant with its price in each currency of the shop, as numbers of the currency."""

    class Meta:
        model = Variant
        fields = ("sku", "name", "options", "weight_grams", "position", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prices = (
            {price.currency: price for price in self.instance.prices.all()} if self.instance.pk else {}
        )
        for currency, price in self.prices.items():
            if price_field(currency) in self.fields:
                self.initial[price_field(currency)] = to_decimal(price.amount, currency)

    def save(self, commit: bool = True) -> Variant:
        """Save the prices along; an emptied price is taken away."""
        variant = super().save(commit)
        if commit:
            set_prices(variant, {code: self._amount(code) for code in settings.CURRENCIES})
        return variant

    def _amount(self, currency: str) -> int | None:
        number = self.cleaned_data.get(price_field(currency))
        return None if number is None else to_minor(number, currency)


def price_field(currency: str) -> str:
    """Return the name of the field for a price."""
    return f"price_{currency}"


def _price(currency: str) -> forms.DecimalField:
    label = _("price in %(currency)s") % {"currency": currency}
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=12, decimal_places=digits(currency)
    )


# One declared field for each currency of the settings.
VariantForm = type(
    "VariantForm", (PricedVariantForm,), {price_field(code): _price(code) for code in settings.CURRENCIES}
)


class ProductImageForm(forms.ModelForm):
    """A picture: what is stored was made by us from the upload."""

    class Meta:
        model = ProductImage
        fields = ("file", "alt", "position")

    def clean_file(self) -> Any:
        """Re-encode a new upload; the present picture stays as it is."""
        upload = self.cleaned_data["file"]
        return clean_image(upload).file if "file" in self.changed_data and upload else upload


class ChangePricesForm(forms.Form):
    """By how much the prices of the chosen products change."""

    percent = forms.DecimalField(
        label=_("Percent"),
        min_value=LOWEST,
        max_value=HIGHEST,
        decimal_places=2,
        help_text=_("-20 lowers prices by a fifth, 5 raises them."),
    )
    show_former = forms.BooleanField(
        label=_("Show the present price beside a lower one"), required=False, initial=False
    )

    def clean_percent(self) -> Decimal:
        """Refuse a change that changes nothing."""
        percent: Decimal = self.cleaned_data["percent"]
        if not percent:
            raise forms.ValidationError(_("Enter a percentage other than 0."))
        return percent


class UploadForm(forms.Form):
    """A CSV file to be checked."""

    file = forms.FileField(label=_("CSV file"), help_text=_("UTF-8, at most 1 MB, one line per variant."))

    def clean_file(self) -> str:
        """Return the text of the file."""
        upload = self.cleaned_data["file"]
        if upload.size > FILE_MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        try:
            return upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is not text in UTF-8.")) from error
