"""Logging: one JSON object per line for machines, or a short line for a person at a terminal."""

from typing import Any

from config.settings.environment import env


def logging_config(form: str) -> dict[str, Any]:
    """Return the LOGGING setting; `form` is "json" or "text"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "core.logs.RequestIDFilter"}},
        "formatters": {
            "json": {"()": "core.logs.JSONFormatter"},
            "text": {"format": "%(levelname)s %(name)s [%(request_id)s] %(message)s"},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": form},
        },
        "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
        "loggers": {
            # Django gives its own logger a handler; without this each of its lines would come twice.
            "django": {"handlers": [], "level": "INFO"},
            # One line per request, whose facts only JSON shows; at a terminal runserver has its own.
            "core.requests": {"level": "INFO" if form == "json" else "WARNING"},
        },
    }
