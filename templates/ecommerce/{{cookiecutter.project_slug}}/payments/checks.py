"""System checks of a public shop (`manage.py check --deploy`): real keys, and no gateway of a laptop."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks

from gateway.defaults import LOCAL_KEY, LOCAL_SIGNING_KEY, is_local


@checks.register(checks.Tags.security, deploy=True)
def check_payments(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse what takes no money, or believes everybody."""
    wrong = [
        (
            settings.STRIPE_SECRET_KEY in ("", LOCAL_KEY),
            "There is no key for the payment service, so nobody can pay.",
            "Set STRIPE_SECRET_KEY.",
        ),
        (
            settings.STRIPE_WEBHOOK_SECRET in ("", LOCAL_SIGNING_KEY),
            "Everybody can sign events of the payment service.",
            "Set STRIPE_WEBHOOK_SECRET to the signing secret of the webhook.",
        ),
        (
            is_local(settings.STRIPE_API_BASE),
            "Payments go to the gateway of a laptop, which takes no money.",
            "Leave STRIPE_API_BASE empty.",
        ),
    ]
    return [
        checks.Error(problem, hint=hint, id=f"payments.E{number:03}")
        for number, (is_wrong, problem, hint) in enumerate(wrong, 1)
        if is_wrong
    ]
