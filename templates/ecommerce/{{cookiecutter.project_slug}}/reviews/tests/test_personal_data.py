"""The export and the deletion of an account, as far as its reviews go."""

import json

from django.core.cache import cache
from django.test import TestCase

from accounts.deletion import delete_account
from reviews.models import Review
from reviews.personal_data import export
from reviews.tests.factories import make_review


class PersonalDataTests(TestCase):
    def test_export_holds_the_own_words_only(self):
        review, other = make_review(body="My words"), make_review()

        files = {name: json.loads(b"".join(chunks)) for name, chunks in export(review.author)}

        self.assertEqual([row["body"] for row in files["reviews.json"]], ["My words"])
        self.assertNotEqual(other.author, review.author)

    def test_review_of_a_deleted_account_stays_without_its_name(self):
        cache.clear()
        review = make_review(title="Splendid")
        name = review.author.name
        self.client.get(review.product.get_absolute_url())

        with self.captureOnCommitCallbacks(execute=True):
            delete_account(review.author, by=review.author)

        response = self.client.get(review.product.get_absolute_url())
        self.assertContains(response, "Splendid")
        self.assertNotContains(response, name)
        self.assertEqual(Review.objects.count(), 1)
