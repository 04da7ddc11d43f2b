"""Forms of the cart: whole numbers only, everything else is refused in a sentence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cart.services import MAX_QUANTITY

WRONG = _("Please enter a number from 1 to 99.")


class QuantityField(forms.IntegerField):
    """How many of an article."""

    def __init__(self, *, min_value: int = 1, **options) -> None:
        """Allow 1 to 99, or 0 where that means to take the article out."""
        messages = dict.fromkeys(("invalid", "min_value", "max_value", "required"), WRONG)
        widget = forms.NumberInput(attrs={"inputmode": "numeric"})
        super().__init__(
            label=_("Quantity"),
            min_value=min_value,
            max_value=MAX_QUANTITY,
            error_messages=messages,
            widget=widget,
            **options,
        )


class AddForm(forms.Form):
    """A variant and how many of it."""

    variant = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    quantity = QuantityField(initial=1)


class QuantityForm(forms.Form):
    """How many of a line; 0 takes it out."""

    quantity = QuantityField(min_value=0)


class CouponForm(forms.Form):
    """The code of a coupon; an empty one takes it off."""

    code = forms.CharField(label=_("Coupon"), max_length=40, required=False)
