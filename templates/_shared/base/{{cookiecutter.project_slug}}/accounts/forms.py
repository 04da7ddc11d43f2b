"""What people type about themselves."""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Profile, User
from core.images import clean_image
from core.preferences import zone_names


class SignupForm(AllauthSignupForm):
    """Asks for a name too: what the others see."""

    field_order = ["name", "email", "password1", "password2"]

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("What others see of you. It need not be your real name."),
    )


class ProfileForm(forms.ModelForm):
    """Everything of the user and the profile that its owner may change, on one page."""

    bio = forms.CharField(
        label=_("About you"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )
    avatar = forms.ImageField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 10 MB."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=lambda: settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [
            ("", _("Time of the site")),
            *((name, name.replace("_", " ")) for name in zone_names()),
        ],
    )
    notify_by_email = forms.BooleanField(label=_("Tell me by e-mail what concerns me"), required=False)

    class Meta:
        model = User
        fields = ["name", "handle", "language", "time_zone"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    field_order = ["name", "handle", "bio", "website", "avatar", "language", "time_zone", "notify_by_email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        profile = Profile.objects.filter(user=self.instance).first() or Profile()
        for name in ("bio", "website", "avatar", "notify_by_email"):
            self.initial.setdefault(name, getattr(profile, name))
        self.initial["language"] = self.instance.language or settings.LANGUAGE_CODE

    def clean_avatar(self) -> Any:
        """Return a re-encoded picture, False to drop the old one, or what was there before."""
        upload = self.cleaned_data["avatar"]
        return clean_image(upload).file if upload and "avatar" in self.changed_data else upload

    def changes(self) -> dict[str, Any]:
        """Return the fields as `update_profile` takes them: the picture only if it changes."""
        fields = dict(self.cleaned_data)
        avatar = fields.pop("avatar")
        return fields | ({"avatar": avatar or None} if "avatar" in self.changed_data else {})


class DeleteAccountForm(forms.Form):
    """Asks for the e-mail address, so that nobody leaves by a slip of the finger."""

    email = forms.EmailField(
        label=_("Type your e-mail address to confirm"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        """Refuse any address but the user's own."""
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if email != self.user.email:
            raise forms.ValidationError(_("This is not the e-mail address of your account."))
        return email
