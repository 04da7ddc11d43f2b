"""Settings of a public site: it refuses to start without its secrets."""

from config.settings.base import *

SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
