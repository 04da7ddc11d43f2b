"""The order of a series: one small form for each of its posts, and one rule for them all."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from posts.models import Post


class PositionForm(forms.Form):
    """At which place one post stands."""

    position = forms.IntegerField(min_value=1, max_value=999)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post
        # Each field is named by its post, so that somebody who hears the page knows which it is.
        self.fields["position"].label = post.title


class BasePositionFormSet(forms.BaseFormSet):
    """All posts of a series together; more or fewer than it has are never taken from the browser."""

    def __init__(self, *args: Any, posts: Sequence[Post], **kwargs: Any) -> None:
        self.posts = posts
        places = [{"position": post.series_position} for post in posts]
        super().__init__(*args, initial=places, **kwargs)

    def total_form_count(self) -> int:
        """Return the number of posts, whatever the browser says."""
        return len(self.posts)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Hand each form its post."""
        kwargs = super().get_form_kwargs(index)
        return kwargs if index is None else kwargs | {"post": self.posts[index]}

    def clean(self) -> None:
        """Refuse two posts at one place: the reader could not tell which comes first."""
        places = [form.cleaned_data["position"] for form in self.forms if "position" in form.cleaned_data]
        if len(places) != len(set(places)):
            raise ValidationError(_("Two posts cannot stand at the same place."))

    def positions(self) -> dict[int, int]:
        """Return the place of each post by its id."""
        return {form.post.pk: form.cleaned_data["position"] for form in self.forms}


PositionFormSet = cast(
    type[BasePositionFormSet], forms.formset_factory(PositionForm, formset=BasePositionFormSet, extra=0)
)
