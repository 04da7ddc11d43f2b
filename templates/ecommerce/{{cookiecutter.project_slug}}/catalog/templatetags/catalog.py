"""Numbers of the catalogue in templates."""

from django import template

from catalog.filters import as_number

register = template.Library()


@register.filter
def plain_amount(amount: int | None) -> str:
    """Show an amount of the first currency as a field for numbers takes it; nothing for None."""
    return "" if amount is None else as_number(amount)
