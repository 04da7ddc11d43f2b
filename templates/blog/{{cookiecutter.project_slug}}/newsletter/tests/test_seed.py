"""Demo data."""

from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from newsletter.models import Issue, Subscriber
from newsletter.seed import seed


class SeedTests(TestCase):
    """What a new project starts with."""

    def test_running_twice_makes_everything_once(self):
        make_user("editor@example.com", Role.EDITOR)
        steps = []

        for _ in range(2):
            seed(10, lambda *step: steps.append(step))

        self.assertEqual((Issue.objects.count(), Subscriber.objects.count()), (2, 21))
        self.assertEqual(Subscriber.objects.confirmed().count(), 18)
        self.assertEqual(steps[-1], ("Subscribers", 21, 21))
