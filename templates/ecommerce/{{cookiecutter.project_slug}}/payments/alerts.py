"""Letting support know what no machine should decide."""

from django.conf import settings
from django.utils.translation import override

from accounts.models import User
from accounts.roles import Role
from core.mail import send_mail_later
from payments.models import Payment
from pricing.money import format_money


def alert_support(template: str, payment: Payment, *, reason: str = "") -> None:
    """Mail everybody of support, or the administrators if there is nobody, after the commit."""
    people = User.objects.active().with_role(Role.SUPPORT) or User.objects.administrators()
    for user in people:
        language = user.language or settings.LANGUAGE_CODE
        with override(language):
            amount = format_money(payment.captured or payment.amount, payment.currency)
        context = {"order": payment.order, "amount": amount, "reason": reason}
        send_mail_later(template, user.email, context, language=language)
