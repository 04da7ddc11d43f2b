"""System checks of a public site (`manage.py check --deploy`): each names what is missing."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security, deploy=True)
def check_production(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of engines that are right on a laptop and wrong on a public site."""
    wrong = [
        (
            settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
            "The database is a SQLite file, which one machine can use at a time.",
            "Set DATABASE_URL to a PostgreSQL database.",
        ),
        (
            settings.CACHES["default"]["BACKEND"].endswith(("LocMemCache", "DummyCache")),
            "Each process has a cache of its own, so rate limits and invalidation do not hold.",
            "Set CACHE_URL to a Redis or Memcached server.",
        ),
        (
            settings.CELERY_TASK_ALWAYS_EAGER,
            "Background work runs inside the request, and is lost when it fails.",
            "Set CELERY_BROKER_URL, and CELERY_TASK_ALWAYS_EAGER to false.",
        ),
        (
            settings.MAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend")),
            "E-mails are printed, not sent: nobody can confirm an address.",
            "Set EMAIL_URL to a mail server.",
        ),
        (
            settings.SITE_URL.startswith("http://"),
            "Links in e-mails and feeds lead to an address without TLS.",
            "Set SITE_URL to the https address of the site.",
        ),
        (
            not settings.ADMIN_REQUIRES_MFA,
            "The administration is open without a second factor.",
            "Set ADMIN_REQUIRES_MFA to true.",
        ),
    ]
    return [
        checks.Warning(problem, hint=hint, id=f"core.W{number:03}")
        for number, (is_wrong, problem, hint) in enumerate(wrong, 1)
        if is_wrong
    ]
