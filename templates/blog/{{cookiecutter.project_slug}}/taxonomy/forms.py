"""The form of a term: the name is typed, the address is made from it."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from taxonomy.models import Term


class TermForm(forms.ModelForm):
    """Checks that the name makes an address that no other term of the kind has."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["slug"] = slugify(cleaned.get("name", ""))[: Term._meta.get_field("slug").max_length]
        if not cleaned["slug"]:
            self.add_error("name", _("The name needs a Latin letter or a digit."))
        elif (
            self._meta.model._default_manager.filter(slug=cleaned["slug"])
            .exclude(pk=self.instance.pk)
            .exists()
        ):
            self.add_error("name", _("There is one of that name already."))
        return cleaned
