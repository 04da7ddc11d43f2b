"""Which notifications a user wants by e-mail."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications.kinds import kinds_for
from notifications.models import MutedKind


class MailPreferencesForm(forms.Form):
    """One box for each kind that the user can get."""

    kinds = forms.MultipleChoiceField(
        label=_("Send me an e-mail when"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = kinds_for(user)
        muted = set(MutedKind.objects.filter(user=user).values_list("kind", flat=True))
        field = cast(forms.MultipleChoiceField, self.fields["kinds"])
        field.choices = [(kind.value, kind.label) for kind in offered]
        field.initial = [kind.value for kind in offered if kind not in muted]
