"""Cleaning up."""

from datetime import timedelta

import time_machine
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.tasks import forget_old_sessions
from accounts.tests.factories import make_user


class ForgetOldSessionsTests(TestCase):
    def sign_in(self):
        Client().post(reverse("account_login"), {"login": make_user().email, "password": "secret"})

    def test_expired_sessions_are_forgotten_and_others_kept(self):
        self.sign_in()
        with time_machine.travel(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 60)):
            self.sign_in()

            self.assertEqual((forget_old_sessions(), forget_old_sessions()), (1, 0))

        self.assertEqual((Session.objects.count(), UserSession.objects.count()), (1, 1))
