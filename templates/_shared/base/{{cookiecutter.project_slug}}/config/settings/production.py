"""Settings of a public site: it refuses to start without its secrets and its services."""

import os

from django.core.exceptions import ImproperlyConfigured

# Reads .env, if there is one; what it does not hold must be said before the rest stumbles over it.
from config.settings.environment import env

REQUIRED = {
    "SECRET_KEY": "at least 50 random characters",
    "ALLOWED_HOSTS": "the domains of the site, such as {{ cookiecutter.domain_name }}",
    "DATABASE_URL": "such as postgres://user:password@host:5432/name",
    "CACHE_URL": "such as redis://host:6379/1 or pymemcache://host:11211",
    "CELERY_BROKER_URL": "such as redis://host:6379/0",
    "EMAIL_URL": "such as smtp+tls://user:password@host:587",
}
# {% include "settings/secrets.py" %}
missing = [f"{name} ({meaning})" for name, meaning in REQUIRED.items() if not os.environ.get(name)]
if missing:
    raise ImproperlyConfigured("Set these environment variables: " + ", ".join(missing) + ".")

from config.settings.base import *

SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env("SITE_URL", default=f"https://{ALLOWED_HOSTS[0]}")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# The proxy in front speaks https with the browser and tells us so. /livez and /readyz are asked without.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Browsers remember this: begin with a day, and raise it to a year once all of the domain speaks https.
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

# WhiteNoise serves what collectstatic gathered, under names that browsers may keep for ever.
MIDDLEWARE.insert(
    MIDDLEWARE.index("django.middleware.security.SecurityMiddleware") + 1,
    "whitenoise.middleware.WhiteNoiseMiddleware",
)
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
LOGGING = logging_config("json")
