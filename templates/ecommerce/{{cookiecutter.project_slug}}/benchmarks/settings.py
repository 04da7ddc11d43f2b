"""Settings of the measurements: those of a public site, without limits for the one who asks so often."""

from config.settings import base
from config.settings.base import *  # noqa: F403 - settings are written in layers

SECRET_KEY = "only-for-measurements"  # noqa: S105 - protects nothing
ALLOWED_HOSTS = ["localhost"]
SITE_URL = "http://localhost"
ROOT_URLCONF = "benchmarks.urls"
RATE_LIMITS = {"search": None}
CACHES = {"default": base.CACHES["default"] | {"KEY_PREFIX": f"bench-{base.DATABASES['default']['NAME']}"}}
# One connection throughout: the time of its process in the database is measured as well.
DATABASES = {"default": base.DATABASES["default"] | {"CONN_MAX_AGE": None}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "ERROR"},
}
