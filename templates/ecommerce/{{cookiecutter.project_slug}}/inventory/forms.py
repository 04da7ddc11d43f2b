"""Forms of the warehouse."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 1_000_000


class ReceiveForm(forms.Form):
    """New pieces on the shelf."""

    quantity = forms.IntegerField(label=_("Pieces received"), min_value=1, max_value=MOST)
    note = forms.CharField(label=_("Delivery note"), max_length=200, required=False)


class CountForm(forms.Form):
    """What was counted; the difference becomes a movement, so somebody says why."""

    on_hand = forms.IntegerField(label=_("Pieces counted"), min_value=0, max_value=MOST)
    note = forms.CharField(label=_("Reason"), max_length=200)


class WarningForm(forms.Form):
    """From which number down the warehouse is told."""

    low_from = forms.IntegerField(label=_("Warn from this number down"), min_value=0, max_value=MOST)
