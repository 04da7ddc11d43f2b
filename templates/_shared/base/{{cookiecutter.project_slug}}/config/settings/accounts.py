"""Settings of sign-up, sign-in and sessions: Django's own, then those of django-allauth.

https://docs.allauth.org/en/latest/
"""

from config.settings.environment import env

AUTH_USER_MODEL = "accounts.User"
# It extends Django's own, which would hash each password a second time.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# Read from the cache, kept in the database: a restarted cache signs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# Nobody enters the administration without a second factor.
ADMIN_REQUIRES_MFA = env.bool("ADMIN_REQUIRES_MFA", default=True)

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_FORMS = {"signup": "accounts.forms.SignupForm"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 3

MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True

# A provider is on as soon as it has its keys: https://docs.allauth.org/en/latest/socialaccount/providers/
SOCIAL_KEYS = {
    "google": (env("SOCIAL_GOOGLE_ID", default=""), env("SOCIAL_GOOGLE_SECRET", default="")),
    "github": (env("SOCIAL_GITHUB_ID", default=""), env("SOCIAL_GITHUB_SECRET", default="")),
}
SOCIAL_PROVIDERS = [name for name, (client_id, _secret) in SOCIAL_KEYS.items() if client_id]
SOCIAL_APPS = [f"allauth.socialaccount.providers.{name}" for name in SOCIAL_PROVIDERS]
SOCIALACCOUNT_PROVIDERS = {
    name: {"APPS": [{"client_id": SOCIAL_KEYS[name][0], "secret": SOCIAL_KEYS[name][1]}]}
    for name in SOCIAL_PROVIDERS
}
