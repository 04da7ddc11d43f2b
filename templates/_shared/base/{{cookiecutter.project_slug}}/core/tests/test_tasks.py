from datetime import timedelta
from typing import Any
from unittest import mock

from celery import shared_task
from celery.exceptions import Retry
from django.db import transaction
from django.test import SimpleTestCase, TestCase, TransactionTestCase
from django.utils import timezone

from core.logs import request_id
from core.models import Claim
from core.tasks import RetryingTask, after_commit, claim, forget_old_claims

seen: list[Any] = []


@shared_task(base=RetryingTask)
def remember_request(*args, **kwargs):
    seen.append((request_id.get(), args, kwargs))


@shared_task(bind=True, base=RetryingTask)
def fail(self):
    raise ConnectionError("The other side is down.")


class AfterCommitTests(TransactionTestCase):
    def setUp(self):
        seen.clear()

    def test_task_starts_after_the_commit(self):
        with transaction.atomic():
            after_commit(remember_request, 1, word="two")
            self.assertEqual(seen, [])

        self.assertEqual(seen, [("", (1,), {"word": "two"})])

    def test_task_of_a_rolled_back_change_never_starts(self):
        with transaction.atomic():
            after_commit(remember_request)
            transaction.set_rollback(True)

        self.assertEqual(seen, [])

    def test_task_logs_under_the_request_that_started_it(self):
        token = request_id.set("edge-0123")
        with transaction.atomic():
            after_commit(remember_request)
            request_id.reset(token)

        self.assertEqual(seen[0][0], "edge-0123")
        self.assertEqual(request_id.get(), "")

    def test_dead_broker_does_not_fail_the_saved_request(self):
        with (
            mock.patch.object(remember_request, "apply_async", side_effect=ConnectionError),
            self.assertLogs("django.db.backends.base", "ERROR"),
            transaction.atomic(),
        ):
            Claim.objects.create(key="saved")
            after_commit(remember_request)

        self.assertEqual(Claim.objects.count(), 1)


class RetryingTaskTests(SimpleTestCase):
    def test_failure_is_tried_again_later_and_later(self):
        waits = []
        for retries in range(8):
            fail.push_request(retries=retries, called_directly=False, is_eager=False)
            try:
                with (
                    mock.patch("celery.app.task.Task.signature_from_request"),
                    mock.patch("random.randrange", side_effect=lambda limit: limit - 1),
                    self.assertRaises(Retry) as caught,
                ):
                    fail.run()
                waits.append(caught.exception.when)
            finally:
                fail.pop_request()

        self.assertEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128])

    def test_lost_worker_loses_no_task(self):
        self.assertTrue(fail.acks_late)
        self.assertTrue(fail.reject_on_worker_lost)


class ClaimTests(TestCase):
    def test_work_is_taken_on_once(self):
        self.assertEqual([claim("mail:1"), claim("mail:1"), claim("mail:2")], [True, False, True])

    def test_claim_is_given_back_when_the_work_fails(self):
        with self.assertRaises(ZeroDivisionError), transaction.atomic():
            claim("mail:1")
            1 // 0  # noqa: B018

        self.assertTrue(claim("mail:1"))

    def test_old_claims_are_forgotten(self):
        claim("old")
        claim("new")
        Claim.objects.filter(key="old").update(created_at=timezone.now() - timedelta(days=8))

        self.assertEqual(forget_old_claims(), 1)
        self.assertEqual([str(left) for left in Claim.objects.all()], ["new"])
