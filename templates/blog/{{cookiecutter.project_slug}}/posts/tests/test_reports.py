"""The report in SQL says what its ORM twin says."""

from datetime import UTC, datetime, timedelta

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.models import Comment
from posts import reports
from posts.tests.factories import make_post, make_posts_in_every_state


class ReportTests(TestCase):
    def setUp(self):
        self.anna = make_user(None, Role.AUTHOR, name="Anna", handle="anna")
        self.ben = make_user(None, Role.AUTHOR, name="Ben", handle="ben")
        for author, month, statuses in (
            (self.anna, 3, ["approved", "approved", "spam"]),
            (self.anna, 3, ["approved", "pending"]),
            (self.ben, 3, []),
            (self.anna, 4, []),
        ):
            post = make_post(author, published_at=datetime(2026, month, 30, 23, 30, tzinfo=UTC))
            for number, status in enumerate(statuses):
                Comment.objects.create(
                    post=post, author=self.ben, body="x", body_html="x", status=status, path=f"{number:04}"
                )
        make_posts_in_every_state(self.ben)["published"].delete()
        self.since = datetime(2026, 1, 1, tzinfo=UTC)

    def test_sql_and_orm_give_the_same_rows(self):
        expected = [
            ("anna", "Anna", "2026-04", 1, 0),
            ("anna", "Anna", "2026-03", 2, 3),
            ("ben", "Ben", "2026-03", 1, 0),
        ]

        self.assertEqual(list(reports.by_author_and_month(self.since)), expected)
        self.assertEqual(list(reports.by_author_and_month_with_orm(self.since)), expected)

    def test_time_before_the_report_is_left_out(self):
        since = datetime(2026, 4, 1, tzinfo=UTC)

        self.assertEqual([row.month for row in reports.by_author_and_month(since)], ["2026-04"])
        self.assertEqual([row.month for row in reports.by_author_and_month_with_orm(since)], ["2026-04"])

    def test_first_of_month_crosses_years(self):
        now = datetime(2026, 2, 17, tzinfo=UTC)

        for back, expected in ((0, (2026, 2)), (1, (2026, 1)), (2, (2025, 12)), (14, (2024, 12))):
            with self.subTest(back=back):
                self.assertEqual(reports.first_of_month(now, back), datetime(*expected, 1, tzinfo=UTC))

    def test_editor_reads_the_page_and_takes_the_csv(self):
        self.client.force_login(make_user(None, Role.EDITOR))
        make_post(self.anna, published_at=timezone.now() - timedelta(minutes=1))

        self.assertContains(self.client.get(reverse("writing:report")), "<td>Anna</td>", html=True)
        response = self.client.get(reverse("writing:report_csv"))
        lines = b"".join(response.streaming_content).decode().splitlines()
        self.assertEqual(lines[0], "Handle,Author,Month,Posts,Comments")
        self.assertIn("ben,Ben,2026-03,1,0", lines)

    def test_author_does_not_see_the_report(self):
        self.client.force_login(self.anna)

        for name in ("report", "report_csv", "review"):
            with self.subTest(page=name):
                self.assertEqual(self.client.get(reverse(f"writing:{name}")).status_code, 403)
