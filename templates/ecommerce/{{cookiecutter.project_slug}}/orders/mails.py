"""The mails about an order."""

from celery import shared_task
from django.conf import settings
from django.db import transaction

from core.mail import send_mail_later
from core.tasks import RetryingTask, claim
from orders.links import order_path
from orders.models import Order


@shared_task(base=RetryingTask)
@transaction.atomic
def mail_order(order_id: str, template: str) -> bool:
    """Tell the customer about a step, once however often the task runs."""
    if not claim(f"order:{order_id}:{template}"):
        return False
    order = Order.objects.get(pk=order_id)
    context = {
        "order": order,
        "lines": list(order.lines.all()),
        "order_url": f"{settings.SITE_URL}{order_path(order)}",
    }
    send_mail_later(template, order.email, context, language=order.language)
    return True
