"""The environment of the process: which engines it names, as Django wants to be told of them."""

import os
from pathlib import Path
from typing import Any

import django
import environ

BASE_DIR = Path(__file__).resolve().parents[2]

# A page is slower without its cache, not broken.
TOLERANT_CACHES = {
    "django.core.cache.backends.memcached.MemcachedCache": "core.cache_backends.TolerantMemcachedCache",
    "django.core.cache.backends.redis.RedisCache": "core.cache_backends.TolerantRedisCache",
    "django.core.cache.backends.memcached.PyMemcacheCache": "core.cache_backends.TolerantMemcachedCache",
}

env = environ.Env()
# What the process was started with wins over the file. The tests name another one (test.py).
environ.Env.read_env(BASE_DIR / os.environ.get("ENV_FILE", ".env"))


def database() -> dict[str, Any]:
    """Return the database that DATABASE_URL names: SQLite beside manage.py unless told otherwise."""
    config = env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
    config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    config["CONN_HEALTH_CHECKS"] = True
    if config["ENGINE"].endswith("sqlite3"):
        # Readers do not wait for the writer, and writers queue up instead of failing.
        config["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    return config


def cache() -> dict[str, Any]:
    """Return the cache that CACHE_URL names: the memory of the process unless told otherwise."""
    config = env.cache("CACHE_URL", default="locmemcache://")
    config["BACKEND"] = TOLERANT_CACHES.get(config["BACKEND"], config["BACKEND"])
    config.setdefault("KEY_PREFIX", "site")
    return config


def mail() -> dict[str, Any]:
    """Return the settings of the mail server that EMAIL_URL names: the terminal unless told otherwise.

    MAIL_BACKEND is ours: it names the backend whatever the version of Django.
    """
    names = env.email("EMAIL_URL", default="consolemail://")
    backend = names["EMAIL_BACKEND"]
    if django.VERSION < (6, 1):
        return names | {"MAIL_BACKEND": backend}
    # One setting in place of the many: https://docs.djangoproject.com/en/6.1/ref/settings/#mailers
    options = {
        "host": names["EMAIL_HOST"],
        "port": names["EMAIL_PORT"],
        "username": names["EMAIL_HOST_USER"],
        "password": names["EMAIL_HOST_PASSWORD"],
        "use_tls": names.get("EMAIL_USE_TLS", False),
        "use_ssl": names.get("EMAIL_USE_SSL", False),
    }
    mailer = {"BACKEND": backend, "OPTIONS": options if ".smtp." in backend else {}}
    return {"MAIL_BACKEND": backend, "MAILERS": {"default": mailer}}
