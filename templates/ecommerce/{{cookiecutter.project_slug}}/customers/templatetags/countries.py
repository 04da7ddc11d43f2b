"""Countries in templates."""

from django import template

from customers.countries import country_name

register = template.Library()

register.filter("country_name", country_name)
