"""Forms for comments and reports; the comment form also tells readers from robots."""

import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from comments.models import Comment, Report
from core.tokens import BadTokenError, sign, unsign
from posts.models import Post

PURPOSE = "comments.form"
MIN_SECONDS = 2
MAX_SECONDS = 24 * 60 * 60


class CommentBodyForm(forms.ModelForm):
    """The text of a comment."""

    class Meta:
        model = Comment
        fields = ["body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"body": _("Markdown: *emphasis*, **strong**, > quotation, `code`, links.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The column may be empty, for a deleted comment; what a reader sends may not.
        self.fields["body"].required = True


class CommentForm(CommentBodyForm):
    """A new comment, with two traps: a field that no human sees and the time the form was shown."""

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, user: User, post: Post, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = [user.pk, post.pk]
        self.fields["shown"].initial = self._token()

    def clean_shown(self) -> float:
        """Return how many seconds the form was open."""
        try:
            *owner, shown_at = unsign(self.cleaned_data["shown"], PURPOSE, MAX_SECONDS)
        except BadTokenError:
            owner, shown_at = [], 0
        if owner != self.owner:
            # Shown again with a new token: sending once more is all that the reader has to do.
            self.data = {**self.data.dict(), "shown": self._token()}
            raise forms.ValidationError(_("The form was open for too long. Please send it again."))
        return time.time() - shown_at

    @property
    def verdict(self) -> str:
        """What a comment that was sent in this way can be at best."""
        if self.cleaned_data["website"]:
            return Comment.Status.SPAM
        if self.cleaned_data["shown"] < MIN_SECONDS:
            return Comment.Status.PENDING
        return Comment.Status.APPROVED

    def _token(self) -> str:
        return sign([*self.owner, time.time()], PURPOSE)


class ReportForm(forms.ModelForm):
    """Why a comment should not stand."""

    class Meta:
        model = Report
        fields = ["reason"]
        widgets = {"reason": forms.RadioSelect}


class SeenField(forms.MultipleChoiceField):
    """Comments as a moderator saw them: each value is "id.status"."""

    def valid_value(self, value: str) -> bool:
        """Accept any id: a comment that is gone is skipped like one that somebody else has decided."""
        number, _dot, status = value.partition(".")
        is_number = number.isascii() and number.isdigit() and len(number) < 19
        return is_number and status in Comment.Status.values


class ModerationForm(forms.Form):
    """A decision about the ticked comments."""

    action = forms.ChoiceField(
        choices=[("approve", _("Approve")), ("spam", _("Spam")), ("delete", _("Delete"))]
    )
    comment = SeenField(required=False)
    show = forms.CharField(required=False)

    def seen(self) -> dict[int, str]:
        """Return the status that the moderator saw, by the id of the comment."""
        pairs = (value.split(".") for value in self.cleaned_data["comment"])
        return {int(number): status for number, status in pairs}
