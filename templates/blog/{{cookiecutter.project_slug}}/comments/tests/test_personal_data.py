"""Comments in the export and the deletion of an account."""

import json

from django.test import TestCase

from accounts.services import update_profile
from accounts.tests.factories import make_user
from comments.models import Comment
from comments.personal_data import erase, export
from comments.services import report_comment
from comments.tests.factories import make_comment
from comments.threads import thread_html


class PersonalDataTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.reader = make_user(name="Robin Reader")
        cls.comment = make_comment(author=cls.reader, body="Mine")

    def test_export_holds_own_comments_and_reports(self):
        other = make_comment(body="Not mine")
        report_comment(other, self.reader, "abuse")

        files = {name: json.loads(b"".join(chunks)) for name, chunks in export(self.reader)}

        self.assertEqual([row["body"] for row in files["comments.json"]], ["Mine"])
        self.assertEqual([row["reason"] for row in files["reports.json"]], ["abuse"])

    def test_discussion_shows_the_name_that_a_reader_now_has(self):
        self.assertIn("Robin Reader", thread_html(self.comment.post))

        update_profile(self.reader, by=self.reader, name="Robin Rename")

        self.assertIn("Robin Rename", thread_html(self.comment.post))

    def test_comments_stay_under_the_name_of_a_deleted_user(self):
        self.assertIn("Robin Reader", thread_html(self.comment.post))
        self.reader.name = "Deleted user"
        self.reader.save()

        erase(self.reader)

        self.assertEqual(Comment.objects.count(), 1)
        self.assertNotIn("Robin Reader", thread_html(self.comment.post))
        self.assertIn("Deleted user", thread_html(self.comment.post))
