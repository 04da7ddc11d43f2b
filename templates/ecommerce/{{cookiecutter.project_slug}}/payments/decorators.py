"""For views whose page has a form that leads to the page of payment."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings

# A browser follows the answer of a form only to where the page with the form allows it.
leads_to_payment = csp_update({"form-action": [SELF, settings.PAYMENT_PAGES]})
