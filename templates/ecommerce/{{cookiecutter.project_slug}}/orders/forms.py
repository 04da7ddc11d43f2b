"""Forms of the staff."""

from django import forms
from django.utils.translation import gettext_lazy as _


class StepForm(forms.Form):
    """The next step of an order, with a note such as the number of the parcel."""

    step = forms.ChoiceField(choices=[(name, name) for name in ("pack", "ship", "deliver", "cancel")])
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
