"""Settings of every environment: the engines come from the environment, nothing here is unsafe.

https://docs.djangoproject.com/en/5.2/ref/settings/
"""

from typing import Any

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from config.settings.accounts import *
from config.settings.environment import BASE_DIR, cache, database, env, mail
from config.settings.logs import logging_config
from config.settings.security import *

SITE_NAME = "{{ cookiecutter.__project_name_quoted }}"
SITE_DESCRIPTION = "{{ cookiecutter.__description_quoted }}"
SITE_URL = env("SITE_URL", default="http://localhost:8000")
# The name of the running version, such as a commit; without it core.release reads the code.
RELEASE = env("RELEASE", default="")

DJANGO_APPS = [
    "core.apps.SecureAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
]
THIRD_PARTY_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    *SOCIAL_APPS,
    "csp",
    "django_htmx",
]
LOCAL_APPS = ["core", "accounts"]
# {% include "settings/apps.py" %}
# The first app that has a template wins, so ours come before the libraries whose pages they restyle.
INSTALLED_APPS = LOCAL_APPS + THIRD_PARTY_APPS + DJANGO_APPS

MIDDLEWARE = [
    "core.middleware.request_id_middleware",
    "core.middleware.timing_middleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.permissions_policy_middleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.middleware.time_zone_middleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": cache()}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env("TIME_ZONE", default="UTC")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_PERMISSIONS = 0o644

MAIL = mail()
MAIL_BACKEND: str = MAIL["MAIL_BACKEND"]
vars().update(MAIL)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="noreply@{{ cookiecutter.domain_name }}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = logging_config("text")

# Background work: a worker takes it from the broker, or without one it is done at once ("eager").
# https://docs.celeryq.dev/en/stable/userguide/configuration.html
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="memory://")
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", default=CELERY_BROKER_URL == "memory://")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 5 * 60
CELERY_TASK_TIME_LIMIT = CELERY_TASK_SOFT_TIME_LIMIT + 30
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page does not wait long for a broker that is down; Redis gives a task to another worker after an hour.
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 60 * 60, "socket_connect_timeout": 2}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "forget-old-claims": {"task": "core.tasks.forget_old_claims", "schedule": crontab(hour=3, minute=20)},
    "forget-old-sessions": {
        "task": "accounts.tasks.forget_old_sessions",
        "schedule": crontab(hour=3, minute=40),
    },
}

# What the apps add to what is shared: the page of a user, demo data, the export and deletion of an account.
USER_PAGE_ROUTE = ""
SEEDERS = ["accounts.seed.seed"]
ACCOUNT_EXPORTERS: list[str] = []
ACCOUNT_ERASERS: list[str] = []
ACCOUNT_REFRESHERS: list[str] = []
# {% include "settings/domain.py" %}
