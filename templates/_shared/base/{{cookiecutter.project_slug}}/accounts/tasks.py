"""What accounts leave behind when nobody signs out."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.conf import settings
from django.contrib.sessions.models import Session

from core.tasks import RetryingTask


@shared_task(base=RetryingTask)
def forget_old_sessions() -> int:
    """Delete expired sessions and what the list of sessions says about them; returns how many lines.

    The list holds IP addresses, which must not be kept longer than they are of use.
    """
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    living = Session.objects.values("session_key")
    return UserSession.objects.exclude(session_key__in=living).delete()[0]
