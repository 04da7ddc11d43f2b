"""The form that takes an archive."""

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    """A zip file and what to do with posts that exist."""

    archive = forms.FileField(
        label=_("Zip file"),
        help_text=_("Markdown files with front matter, as the export makes them."),
        validators=[FileExtensionValidator(["zip"], message=_("Choose a file that ends in .zip."))],
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )
    update = forms.BooleanField(
        label=_("Save posts that exist as a new version"),
        required=False,
        help_text=_("Otherwise they are left alone."),
    )
    only_check = forms.BooleanField(
        label=_("Only check"),
        required=False,
        initial=True,
        help_text=_("Say what would happen, and keep nothing."),
    )
