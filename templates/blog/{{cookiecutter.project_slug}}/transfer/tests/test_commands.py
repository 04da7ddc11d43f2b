"""The commands for the owner of the server."""

import json
import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from posts.models import Post
from posts.tests.factories import make_post


class CommandTests(TestCase):
    """From one blog into another."""

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        make_user("editor@example.com", Role.EDITOR)

    def call(self, *args) -> str:
        """Run a command and return what it printed."""
        out = StringIO()
        call_command(*args, stdout=out, stderr=out)
        return out.getvalue()

    def test_zip_goes_out_and_comes_back(self):
        post = make_post(slug="hello")
        file = self.folder / "posts.zip"

        self.assertEqual(self.call("export_blog", str(file)), f"Posts written to {file}: 1.\n")
        post.delete()
        printed = self.call("import_blog", str(file), "--by", "editor@example.com")

        self.assertEqual(printed, "1 created, 0 updated, 0 left alone, 0 refused.\n")
        self.assertEqual(Post.objects.get().slug, "hello")

    def test_json_holds_the_text(self):
        make_post(slug="hello", body="Some text")
        file = self.folder / "posts.json"

        self.call("export_blog", str(file))

        self.assertEqual(json.loads(file.read_text())[0]["body"], "Some text")

    def test_mistakes_get_a_sentence(self):
        mistakes = {
            ("export_blog", "posts.txt"): "must end in .zip or .json",
            ("import_blog", "none.zip", "--by", "nobody@example.com"): "no user with the address",
            ("import_blog", str(self.folder / "none.zip"), "--by", "editor@example.com"): "cannot be read",
            ("import_blog", __file__, "--by", "editor@example.com"): "not a zip file",
        }
        for command, sentence in mistakes.items():
            with self.subTest(command), self.assertRaisesMessage(CommandError, sentence):
                self.call(*command)
