"""Tasks as a real worker runs them, with a broker between it and the page."""

import time
from typing import Any
from unittest import mock
from uuid import uuid4

from celery import current_app
from celery.contrib.testing.worker import start_worker
from celery.signals import task_postrun
from django.core import mail
from django.db import transaction
from django.test import TransactionTestCase

from core.tasks import after_commit, deliver_mail
from core.testing import close_connections
from core.tests.services import REDIS_URL, needs_redis

WAIT_SECONDS = 20.0


def wait_until(condition: Any) -> bool:
    """Look again and again, for at most WAIT_SECONDS."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@needs_redis
class WorkerTests(TransactionTestCase):
    def setUp(self):
        task_postrun.connect(self.leave_nothing_open)
        self.addCleanup(task_postrun.disconnect, self.leave_nothing_open)
        prefix = {"global_keyprefix": f"test-{uuid4().hex}-"}
        changes = {"task_always_eager": False, "broker_url": REDIS_URL, "broker_transport_options": prefix}
        before = {name: current_app.conf[name] for name in changes}
        self.addCleanup(self.configure, before)
        self.configure(changes)

    def leave_nothing_open(self, **kwargs):
        """Close the connections of the worker, which is a thread of this process here."""
        close_connections()

    def configure(self, changes):
        current_app.conf.update(changes)
        # Forget the connections to the broker from before.
        current_app._after_fork()

    def test_mail_is_sent_once_though_delivered_twice_after_a_failure(self):
        message = {"subject": "Hello", "text": "Hello", "html": "", "to": ["a@example.com"], "headers": {}}
        attempts = []

        def send(self):
            attempts.append(1)
            if len(attempts) == 1:
                raise ConnectionError("The mail server is down.")
            mail.outbox.append(self)

        with (
            mock.patch("core.tasks.EmailMultiAlternatives.send", send),
            mock.patch("celery.app.autoretry.get_exponential_backoff_interval", return_value=0),
            start_worker(current_app, pool="solo", perform_ping_check=False),
        ):
            with transaction.atomic():
                after_commit(deliver_mail, "key", message)
                after_commit(deliver_mail, "key", message)
            self.assertTrue(wait_until(lambda: len(attempts) >= 2))
            time.sleep(0.3)

        self.assertEqual((len(attempts), len(mail.outbox)), (2, 1))
