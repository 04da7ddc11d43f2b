"""Settings of a developer's own machine."""

from config.settings.base import *

DEBUG = True
SECRET_KEY = env("SECRET_KEY", default="only-for-development")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
