"""The one thing that a wish needs."""

from django import forms


class WishForm(forms.Form):
    """Which article; sent by the form of a product beside the button of the cart."""

    variant = forms.IntegerField(min_value=1, max_value=2**63 - 1)
