"""The form of a review, and that of a decision about many."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.models import Review

STARS = [
    (5, _("5 stars: excellent")),
    (4, _("4 stars: good")),
    (3, _("3 stars: fair")),
    (2, _("2 stars: poor")),
    (1, _("1 star: bad")),
]
# Control characters and marks that turn the direction of the text around, line ends apart.
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


class ReviewForm(forms.ModelForm):
    """Stars and words: plain text, which the page escapes."""

    rating = forms.TypedChoiceField(label=_("Stars"), choices=STARS, coerce=int, widget=forms.RadioSelect)

    class Meta:
        model = Review
        fields = ["rating", "title", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 6})}

    def clean(self) -> dict[str, Any]:
        """Drop what nobody sees, and refuse words of nothing else."""
        cleaned = super().clean() or {}
        for name in ("title", "body"):
            if name in cleaned:
                text = cleaned[name].replace("\r\n", "\n").replace("\r", "\n")
                cleaned[name] = UNSEEN.sub("", text).strip()
                if not cleaned[name]:
                    self.add_error(name, _("Please write something here."))
        return cleaned


class SeenField(forms.MultipleChoiceField):
    """Reviews as a decider read them: each value is "id.version"."""

    def valid_value(self, value: str) -> bool:
        """Accept any id: a review that is gone is skipped like one that somebody else has decided."""
        return re.fullmatch(r"[0-9]{1,18}\.[0-9]{20}", value) is not None


class DecisionForm(forms.Form):
    """What is decided about the ticked reviews."""

    status = forms.ChoiceField(choices=[("approved", _("Approve")), ("rejected", _("Reject"))])
    review = SeenField(required=False)
    show = forms.CharField(required=False)

    def seen(self) -> dict[int, str]:
        """Return the version that the decider read, by the id of the review."""
        pairs = (value.split(".") for value in self.cleaned_data["review"])
        return {int(number): version for number, version in pairs}
