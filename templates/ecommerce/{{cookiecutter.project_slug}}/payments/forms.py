"""The form of support to give money back."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from payments.models import Payment
from pricing.money import digits, format_money, to_decimal, to_minor


class RefundForm(forms.Form):
    """How much, why, and whether the goods are back; an amount in the currency, such as 19.99."""

    amount = forms.DecimalField(label=_("Amount"), max_digits=14, min_value=0)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    restock = forms.BooleanField(
        label=_("Put all goods of the order back on the shelf"),
        help_text=_("Only when they have come back, or never left."),
        required=False,
    )

    def __init__(self, *args: Any, payment: Payment, **kwargs: Any) -> None:
        """Offer all that is left."""
        super().__init__(*args, **kwargs)
        self.payment = payment
        amount: Any = self.fields["amount"]
        amount.decimal_places = digits(payment.currency)
        amount.initial = to_decimal(payment.refundable, payment.currency)
        amount.help_text = _("At most %(amount)s.") % {
            "amount": format_money(payment.refundable, payment.currency)
        }

    def clean_amount(self) -> int:
        """Return the amount in the smallest unit."""
        try:
            amount = to_minor(self.cleaned_data["amount"], self.payment.currency)
        except ValueError as error:
            raise ValidationError(_("This currency has no such small parts.")) from error
        if not 1 <= amount <= self.payment.refundable:
            raise ValidationError(_("More than is left of this payment cannot be given back, nor nothing."))
        return amount
