"""Where allauth asks us: how a new user is saved, and how its e-mails leave."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_email
from allauth.core import context as allauth_context
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from accounts.models import Profile, User
from core.preferences import TIME_ZONE_COOKIE, save_preferences, zone
from core.tasks import after_commit, deliver_mail


class AccountAdapter(DefaultAccountAdapter):
    """Accounts that are made with an e-mail address and a password."""

    def new_user(self, request: HttpRequest) -> User:
        """Return an unsaved user who reads the site as the visitor does now."""
        time_zone = request.COOKIES.get(TIME_ZONE_COOKIE, "")
        return User(language=get_language() or "", time_zone=time_zone if zone(time_zone) else "")

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        """Save the name along, from which the handle is made, and the profile."""
        user.name = form.cleaned_data.get("name") or user.name
        super().save_user(request, user, form, commit)
        Profile.objects.get_or_create(user=user)
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand the message to a worker: how long the answer takes tells nothing about who has an account."""
        facts = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        # allauth forgets the request when it sends mail after a commit of ours.
        with allauth_context.request_context(self.request):
            message = self.render_mail(template_prefix, email, facts | context)
        html = message.alternatives[0][0] if message.alternatives else ""
        parts = {"subject": message.subject, "text": message.body, "html": html}
        after_commit(deliver_mail, uuid.uuid4().hex, parts | {"to": message.to, "headers": {}})

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Bring the language and time zone of the account into this browser."""
        response = super().post_login(request, user, **kwargs)
        if user.language and user.language != request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            save_preferences(request, response, user.language, user.time_zone)
        return response


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts that are made with the account of another site."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Take name and address over from the other site."""
        user: User = sociallogin.user
        full_name = f"{data.get('first_name') or ''} {data.get('last_name') or ''}".strip()
        user.name = (data.get("name") or full_name)[:150]
        user_email(user, data.get("email") or "")
        return user

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: Any, form: Form | None = None) -> User:
        """Save the user with a profile."""
        user: User = super().save_user(request, sociallogin, form)
        Profile.objects.get_or_create(user=user)
        return user
