"""Amounts in templates."""

from django import template

from pricing.money import format_money

register = template.Library()


@register.filter
def money(amount: int | None, currency: str) -> str:
    """Show an amount of the smallest unit as people write it; nothing for None."""
    return "" if amount is None else format_money(amount, currency)
