"""The reviews of a product, for templates of other apps."""

from django import template
from django.utils.safestring import SafeString

from catalog.models import Product
from reviews.sections import render_section

register = template.Library()


@register.simple_tag
def product_reviews(product: Product) -> SafeString:
    """Show the stars and the newest reviews of a product."""
    return render_section(product)
