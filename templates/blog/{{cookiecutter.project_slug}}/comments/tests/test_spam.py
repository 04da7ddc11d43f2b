"""What is taken for spam."""

from django.test import SimpleTestCase, override_settings

from comments.models import Comment
from comments.spam import count_links, fingerprint, has_disallowed_words, worse


class DisallowedWordsTests(SimpleTestCase):
    @override_settings(COMMENT_DISALLOWED_WORDS=["online casino", "c++"])
    def test_whole_words_in_any_case(self):
        cases = [
            ("Visit my ONLINE CASINO today", True),
            ("online-casino", False),
            ("I like casinos online", False),
            ("", False),
        ]
        for text, expected in cases:
            with self.subTest(text=text):
                self.assertIs(has_disallowed_words(text), expected)

    @override_settings(COMMENT_DISALLOWED_WORDS=[])
    def test_empty_setting_allows_everything(self):
        self.assertIs(has_disallowed_words("online casino"), False)


class LinkTests(SimpleTestCase):
    def test_every_way_to_name_an_address_counts(self):
        cases = [
            ("no address", 0),
            ("https://example.com", 1),
            ("[a](http://example.com) www.example.org", 2),
            ("<HTTPS://example.com>", 1),
        ]
        for text, expected in cases:
            with self.subTest(text=text):
                self.assertEqual(count_links(text), expected)


class FingerprintTests(SimpleTestCase):
    def test_case_spaces_and_punctuation_do_not_matter(self):
        self.assertEqual(fingerprint("Nice  post!!"), fingerprint("nice post"))

    def test_other_words_and_other_signs_differ(self):
        self.assertNotEqual(fingerprint("nice post"), fingerprint("nice posts"))
        self.assertNotEqual(fingerprint("👍"), fingerprint("👎"))


class WorseTests(SimpleTestCase):
    def test_less_trusting_status_wins(self):
        approved, pending, spam = Comment.Status.APPROVED, Comment.Status.PENDING, Comment.Status.SPAM
        self.assertEqual(worse(approved, pending), pending)
        self.assertEqual(worse(spam, pending), spam)
        self.assertEqual(worse(approved, approved), approved)
