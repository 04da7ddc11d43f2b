"""Settings of a developer's own machine."""

from importlib.util import find_spec

from config.settings.base import *

DEBUG = True
SECRET_KEY = env("SECRET_KEY", default="only-for-development")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# runserver has a thread for each request: a connection that is kept would never be used again.
DATABASES["default"]["CONN_MAX_AGE"] = 0
INTERNAL_IPS = ["127.0.0.1", "::1"]

# Passkeys need https elsewhere, but not for localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Stands for the code of the authenticator app, so that the demo accounts can be tried without one.
# allauth refuses to start with it unless DEBUG is on.
MFA_TOTP_INSECURE_BYPASS_CODE = "000000"

# The toolbar is there once the tools of requirements-dev.txt are installed.
if find_spec("debug_toolbar"):
    INSTALLED_APPS += ["debug_toolbar"]
    MIDDLEWARE.insert(
        MIDDLEWARE.index("csp.middleware.CSPMiddleware") + 1,
        "debug_toolbar.middleware.DebugToolbarMiddleware",
    )
    DEBUG_TOOLBAR_CONFIG = {"SHOW_COLLAPSED": True}
