"""Leaving: nothing personal stays, and what others depend on stays under "Deleted user"."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Profile, User
from accounts.policy import can_delete_account
from accounts.services import drop_file, keep_an_administrator
from core.mail import send_mail_later

DELETED_NAME = "Deleted user"
# A domain that RFC 2606 reserves: no mail ever arrives there.
DELETED_EMAIL = "deleted-{pk}@invalid.example"


@transaction.atomic
def delete_account(user: User, *, by: User) -> User:
    """Erase the person, keep the row. Raises LastAdministratorError and PermissionDenied.

    `settings.ACCOUNT_ERASERS` names the functions of the other apps, each called with the user
    before the row is made anonymous.
    """
    # Locked and read again: two clicks must not say farewell twice.
    user = User.objects.select_for_update().get(pk=user.pk)
    if not can_delete_account(by, user):
        raise PermissionDenied
    keep_an_administrator(user)
    email, name, language = user.email, user.display_name, user.language or None
    for path in settings.ACCOUNT_ERASERS:
        import_string(path)(user)
    _erase_credentials(user)
    _erase_profile(user)
    _anonymise(user)
    send_mail_later("account_deleted", email, {"name": name}, language=language)
    return user


def _erase_credentials(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
    for model in (EmailAddress, SocialAccount, Authenticator):
        model.objects.filter(user=user).delete()


def _erase_profile(user: User) -> None:
    for profile in Profile.objects.filter(user=user):
        drop_file(profile.avatar)
    # An empty profile stays, so that pages may rely on there being one.
    Profile.objects.filter(user=user).update(bio="", website="", avatar="", notify_by_email=False)


def _anonymise(user: User) -> None:
    user.groups.clear()
    user.user_permissions.clear()
    user.email = DELETED_EMAIL.format(pk=user.pk)
    user.name, user.handle = DELETED_NAME, f"deleted-{user.pk}"
    user.language = user.time_zone = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.deleted_at, user.last_login = timezone.now(), None
    user.set_unusable_password()
    user.save()
    # The admin's history repeats the name of what it tells about.
    content_type = ContentType.objects.get_for_model(User)
    entries = LogEntry.objects.filter(content_type=content_type, object_id=str(user.pk))
    entries.update(object_repr=DELETED_NAME, change_message="")
