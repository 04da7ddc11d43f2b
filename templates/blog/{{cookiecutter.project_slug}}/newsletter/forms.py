"""Forms of the newsletter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from newsletter.models import Issue


class SubscribeForm(forms.Form):
    """An address, and a field that only robots fill in."""

    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_robot(self) -> bool:
        """Whether the trap was filled in."""
        return bool(self.cleaned_data.get("website"))


class IssueForm(forms.ModelForm):
    """The subject and text of an issue."""

    class Meta:
        model = Issue
        fields = ["subject", "body"]
