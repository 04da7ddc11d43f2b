"""What the templates of the writing pages ask."""

from django import template

from posts.policy import Somebody, can_review

register = template.Library()


@register.filter
def may_review(user: Somebody) -> bool:
    """Tell whether the user sees the pages of editors."""
    return can_review(user)
