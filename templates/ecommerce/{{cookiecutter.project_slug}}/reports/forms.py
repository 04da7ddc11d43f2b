"""What of the sales is shown."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from reports.dashboard import PERIODS, currencies


class PeriodForm(forms.Form):
    """How many days up to today, and in which currency."""

    days = forms.TypedChoiceField(label=_("Period"), coerce=int, required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day_names = ngettext_lazy("last day", "last %(n)d days", "n")
        self.fields["days"].choices = [(days, day_names % {"n": days}) for days in PERIODS]
        known = dict.fromkeys([*settings.CURRENCIES, *currencies()])
        self.fields["currency"].choices = [(code, code) for code in known]

    def chosen(self) -> tuple[int, str]:
        """Return the days and the currency, the usual ones for what was not given or is not known."""
        data = self.cleaned_data if self.is_valid() else {}
        return data.get("days") or PERIODS[1], data.get("currency") or settings.CURRENCIES[0]
