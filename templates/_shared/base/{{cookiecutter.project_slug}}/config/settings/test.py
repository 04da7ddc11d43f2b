"""Settings of the test suite: quick hashing, mail in memory, tasks at once, repeated queries forbidden."""

import os

# A developer's own .env must not change what the tests see; .env.test may, if there is one.
os.environ.setdefault("ENV_FILE", ".env.test")
os.environ.setdefault("EMAIL_URL", "memorymail://")

from config.settings.base import *

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost"]
SITE_URL = "https://example.com"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
LOGGING = {"version": 1, "disable_existing_loggers": False}

# N+1 queries raise an error: https://github.com/taobojlen/django-zeal
INSTALLED_APPS += ["zeal"]
MIDDLEWARE.insert(0, "zeal.middleware.zeal_middleware")
ZEAL_RAISE = True
# allauth reads these one by one, which is bounded by the addresses and sessions of one user.
ZEAL_ALLOWLIST = [
    {"model": "account.EmailAddress", "field": "get()"},
    {"model": "accounts.User", "field": "get()"},
]

# The coverage of templates is counted by lines, which only this makes Django remember.
TEMPLATES[0]["OPTIONS"]["debug"] = True
