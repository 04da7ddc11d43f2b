"""The pages of notifications."""

import json
from datetime import timedelta

import time_machine
from django.db import connection
from django.template import Context, Template
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_user
from core.tokens import sign
from notifications.delivery import UNSUBSCRIBE
from notifications.kinds import Kind
from notifications.models import MutedKind, Notification
from notifications.personal_data import erase, export
from notifications.services import mute


def make_notification(recipient, number=1, **fields):
    fields = {"kind": Kind.POST, "key": f"post:{number}", "title": "A title", "url": "/tags/"} | fields
    return Notification.objects.create(recipient=recipient, **fields)


class NotificationListTests(TestCase):
    url = "/notifications/"

    @classmethod
    def setUpTestData(cls):
        cls.reader = make_user()

    def setUp(self):
        self.client.force_login(self.reader)

    def test_visitor_is_sent_to_sign_in(self):
        self.client.logout()
        for page in ("list", "preferences"):
            with self.subTest(page=page):
                self.assertEqual(self.client.get(reverse(f"notifications:{page}")).status_code, 302)

    def test_own_notifications_newest_first(self):
        rows = [make_notification(self.reader, number) for number in range(3)]
        make_notification(make_user())

        self.assertEqual(self.client.get(self.url).context["page"].items, rows[::-1])

    def test_empty_list_says_so(self):
        self.assertContains(self.client.get(self.url), "Nothing has happened yet.")

    def test_query_count_does_not_grow(self):
        self.client.get(self.url)
        counts = []
        for number in range(2):
            for row in range(number * 9 + 1):
                make_notification(self.reader, f"{number}-{row}", actor=make_user())
            with CaptureQueriesContext(connection) as queries:
                self.client.get(self.url)
            counts.append(len(queries))

        self.assertEqual(counts[0], counts[1])

    def test_looking_does_not_mark_as_read(self):
        make_notification(self.reader)

        self.client.get(self.url)

        self.assertEqual(Notification.objects.unread().count(), 1)

    def test_all_are_marked_as_read(self):
        make_notification(self.reader)
        make_notification(make_user())

        self.assertRedirects(self.client.post(reverse("notifications:read_all")), self.url)
        self.assertEqual(Notification.objects.unread().count(), 1)

    def test_one_is_read_and_opened(self):
        row = make_notification(self.reader)

        response = self.client.post(reverse("notifications:read", args=[row.pk]))

        self.assertEqual(response["Location"], "/tags/")
        self.assertEqual(Notification.objects.unread().count(), 0)

    def test_notification_of_somebody_else_is_not_found(self):
        row = make_notification(make_user())

        response = self.client.post(reverse("notifications:read", args=[row.pk]))

        self.assertEqual(response.status_code, 404)
        self.assertEqual(Notification.objects.unread().count(), 1)

    def test_markup_in_titles_is_inert(self):
        make_notification(self.reader, title="<script>alert(1)</script>")

        self.assertNotContains(self.client.get(self.url), "<script>alert")


class BadgeTests(TestCase):
    def test_number_of_unread_is_shown_up_to_a_limit(self):
        template = Template("{% load notifications %}{% unread_badge user %}")
        for number, shown in ((0, ""), (1, ">1<"), (99, ">99<"), (100, ">99+<")):
            user = make_user()
            rows = [Notification(recipient=user, kind="post", key=str(row)) for row in range(number)]
            Notification.objects.bulk_create(rows)
            with self.subTest(number=number), self.assertNumQueries(1):
                self.assertIn(shown, template.render(Context({"user": user})))


class PreferencesTests(TestCase):
    url = "/notifications/preferences/"

    def test_choice_is_saved_and_shown(self):
        reader = make_user()
        self.client.force_login(reader)

        self.assertRedirects(self.client.post(self.url, {"kinds": ["reply"]}), self.url)

        self.assertEqual(self.client.get(self.url).context["form"]["kinds"].initial, ["reply"])

    def test_kind_that_is_not_offered_is_refused(self):
        self.client.force_login(make_user())

        response = self.client.post(self.url, {"kinds": ["report"]})

        self.assertContains(response, "report is not one of the available choices")
        self.assertEqual(MutedKind.objects.count(), 0)


class UnsubscribeTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.reader = make_user()

    def url(self, value=None, purpose=UNSUBSCRIBE):
        token = sign(value or [self.reader.pk, "post"], purpose)
        return reverse("notifications:unsubscribe", args=[token])

    def test_link_asks_and_changes_nothing(self):
        response = self.client.get(self.url())

        self.assertContains(response, "No more e-mails")
        self.assertNotIn("sessionid", response.cookies)
        self.assertEqual(MutedKind.objects.count(), 0)

    def test_mail_program_unsubscribes_by_one_post(self):
        client = Client(enforce_csrf_checks=True)

        for _number in range(2):
            response = client.post(self.url(), {"List-Unsubscribe": "One-Click"})

        self.assertContains(response, "You get no more e-mails of this kind")
        self.assertEqual(list(MutedKind.objects.values_list("user", "kind")), [(self.reader.pk, "post")])

    def test_forged_tokens_are_not_found(self):
        closed = make_user(is_active=False)
        urls = [
            self.url()[:-2] + "x/",
            self.url(purpose="another"),
            self.url([self.reader.pk, "nonsense"]),
            self.url([closed.pk, "post"]),
            reverse("notifications:unsubscribe", args=["x"]),
        ]
        for url in urls:
            with self.subTest(url=url):
                self.assertEqual(self.client.post(url).status_code, 404)
        self.assertEqual(MutedKind.objects.count(), 0)

    def test_link_lasts_a_year(self):
        url = self.url()
        for days, status in ((364, 200), (366, 404)):
            with time_machine.travel(timezone.now() + timedelta(days=days)), self.subTest(days=days):
                self.assertEqual(self.client.get(url).status_code, status)


class PersonalDataTests(TestCase):
    def test_export_and_erase_are_the_users_own(self):
        reader, other = make_user(), make_user()
        for user in (reader, other):
            make_notification(user, title=f"For {user}")
            mute(user, "post")

        files = {name: json.loads(content) for name, content in export(reader)}
        erase(reader)

        self.assertEqual([row["title"] for row in files["notifications.json"]], [f"For {reader}"])
        self.assertEqual(files["muted-notifications.json"], [{"kind": "post"}])
        self.assertEqual([row.recipient for row in Notification.objects.all()], [other])
        self.assertEqual([row.user for row in MutedKind.objects.all()], [other])
