"""What writers fill in. Forms check shape; the rules of writing are in the services."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from posts.models import Post
from posts.services.writing import PostFields
from taxonomy.models import Category, Series, Tag
from taxonomy.services import get_or_create_tags

BODY_MAX_CHARACTERS = 200_000
TAGS_MAX = 12
TAG_MAX_CHARACTERS = 80
PICTURE_TYPES = "image/jpeg,image/png,image/webp"


class PostForm(forms.Form):
    """A post as its writer sees it; ``version`` is the one that the writer read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    title = forms.CharField(label=_("Title"), max_length=200)
    excerpt = forms.CharField(
        label=_("Excerpt"),
        max_length=300,
        required=False,
        help_text=_("One or two sentences for lists, feeds and search engines."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=BODY_MAX_CHARACTERS,
        required=False,
        strip=False,
        help_text=_("In Markdown: # heading, **bold**, *italic*, [link](address), - list."),
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
    )
    cover = forms.FileField(
        label=_("Cover image"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": PICTURE_TYPES}),
    )
    cover_alt = forms.CharField(
        label=_("What the cover shows"),
        max_length=200,
        required=False,
        help_text=_("For readers who cannot see it."),
    )
    remove_cover = forms.BooleanField(label=_("Take the cover away"), required=False)
    category = forms.ModelChoiceField(Category.objects.all(), label=_("Category"), required=False)
    tags = forms.CharField(
        label=_("Tags"),
        max_length=TAGS_MAX * (TAG_MAX_CHARACTERS + 2),
        required=False,
        help_text=_("Separated by commas, at most 12."),
        widget=forms.TextInput(attrs={"list": "known-tags", "autocomplete": "off"}),
    )
    series = forms.ModelChoiceField(
        Series.objects.all(), label=pgettext_lazy("one", "Series"), required=False
    )
    series_position = forms.IntegerField(
        label=_("Position in the series"), required=False, min_value=1, max_value=999
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty to make it from the title. Old addresses keep leading to the post."),
    )
    comments_open = forms.BooleanField(label=_("Readers may comment"), required=False, initial=True)

    def __init__(self, *args: Any, post: Post | None = None, **kwargs: Any) -> None:
        self.post = post
        super().__init__(*args, initial=_initial(post) | kwargs.pop("initial", {}), **kwargs)
        if not (post and post.cover):
            del self.fields["remove_cover"]

    def clean_title(self) -> str:
        """Put the title on one line."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_body(self) -> str:
        """Store one kind of line ends, or else every line of a diff differs."""
        return self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n")

    def clean_tags(self) -> list[str]:
        """Return the names of the tags."""
        names = [" ".join(name.split()) for name in self.cleaned_data["tags"].split(",")]
        names = list(dict.fromkeys(name for name in names if name))
        if len(names) > TAGS_MAX:
            raise forms.ValidationError(_("Please choose at most 12 tags."), code="too_many")
        if any(len(name) > TAG_MAX_CHARACTERS for name in names):
            raise forms.ValidationError(_("A tag has at most 80 characters."), code="too_long")
        return names

    def clean(self) -> dict[str, Any]:
        """Ask for the words that stand for the cover."""
        cleaned = super().clean() or {}
        keeps_cover = bool(self.post and self.post.cover) and not cleaned.get("remove_cover")
        if (cleaned.get("cover") or keeps_cover) and not cleaned.get("cover_alt"):
            self.add_error(
                "cover_alt", _("Please say what the picture shows, for readers who cannot see it.")
            )
        return cleaned

    def post_fields(self, makes_tags: bool = True) -> PostFields:
        """Return what the services take; makes the tags that do not exist yet, unless told not to."""
        names = self.cleaned_data["tags"]
        if makes_tags:
            tags = get_or_create_tags(names)
        else:
            tags = list(Tag.objects.filter(slug__in=[slugify(name) for name in names]))
        fields = {**self.cleaned_data, "tags": tags}
        del fields["version"]
        is_removed = fields.pop("remove_cover", False)
        if not fields["cover"]:
            del fields["cover"]
            if is_removed:
                fields["cover"] = None
        return PostFields(**fields)


class PublishForm(forms.Form):
    """When a post goes live; ``version`` is the one that the editor read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    at = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name()
        text = _("Leave it empty to publish now. Times are in the zone %(zone)s.")
        self.fields["at"].help_text = text % {"zone": zone}

    def clean_at(self) -> Any:
        """Refuse a time that is over: an empty field says "now"."""
        at = self.cleaned_data["at"]
        if at and at <= timezone.now():
            raise forms.ValidationError(_("This time is over. Leave it empty to publish now."), code="over")
        return at


class PictureForm(forms.Form):
    """A picture for the text."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": PICTURE_TYPES}),
    )
    alt = forms.CharField(
        label=_("What the picture shows"),
        max_length=200,
        help_text=_("For readers who cannot see it."),
    )


def _initial(post: Post | None) -> dict[str, Any]:
    if post is None:
        return {}
    names = ("version", "title", "excerpt", "body", "cover_alt", "slug", "series_position", "comments_open")
    initial = {name: getattr(post, name) for name in names}
    tags = ", ".join(tag.name for tag in post.tags.all())
    return initial | {"category": post.category_id, "series": post.series_id, "tags": tags}
