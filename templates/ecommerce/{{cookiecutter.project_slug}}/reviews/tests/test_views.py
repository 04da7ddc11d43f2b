"""The pages of reviews."""

from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse

from accounts.roles import Role
from accounts.tests.factories import make_user
from catalog.tests.factories import make_product
from core.testing import assert_stays
from reviews.models import Review
from reviews.tests.factories import make_buyer, make_review

Status = Review.Status
WORDS = {"rating": "4", "title": "Good", "body": "I like it."}
MODERATION = "reviews:moderation"


class WriteTests(TestCase):
    def setUp(self):
        cache.clear()
        self.product = make_product()
        self.address = reverse("reviews:write", args=[self.product.slug])

    def test_visitors_sign_in_first(self):
        response = self.client.post(self.address, WORDS)

        self.assertRedirects(response, f"{reverse('account_login')}?next={self.address}")
        self.assertEqual(Review.objects.count(), 0)

    def test_who_has_not_bought_it_is_told_so(self):
        self.client.force_login(make_user())

        with assert_stays(Review.objects.all()):
            response = self.client.post(self.address, WORDS)

        self.assertContains(response, "Only customers who have bought", status_code=403)

    def test_buyer_writes_and_changes_one_review(self):
        self.client.force_login(make_buyer(self.product))

        self.assertRedirects(self.client.post(self.address, WORDS), self.product.get_absolute_url())
        self.client.post(self.address, WORDS | {"rating": "2"})

        self.assertEqual(list(Review.objects.values_list("rating", "status")), [(2, Status.PENDING)])

    def test_status_and_author_of_the_form_are_ignored(self):
        buyer = make_buyer(self.product)
        self.client.force_login(buyer)

        self.client.post(self.address, WORDS | {"status": "approved", "author": make_user().pk})

        self.assertEqual(list(Review.objects.values_list("author", "status")), [(buyer.pk, "pending")])

    def test_wrong_stars_and_empty_words_are_refused(self):
        self.client.force_login(make_buyer(self.product))
        wrong = [{"rating": "0"}, {"rating": "6"}, {"rating": "x"}, {"title": "\u202e "}, {"body": "\x00\n"}]
        for change in wrong:
            with self.subTest(change=change), assert_stays(Review.objects.all()):
                response = self.client.post(self.address, WORDS | change)
                self.assertContains(response, "error-summary")

    def test_hidden_marks_are_dropped(self):
        self.client.force_login(make_buyer(self.product))

        self.client.post(self.address, WORDS | {"title": "Go\u202eod\u200b", "body": "One\r\n\x07two"})

        self.assertEqual(Review.objects.values_list("title", "body").get(), ("Good", "One\ntwo"))

    def test_own_review_is_deleted_after_a_question(self):
        review = make_review(self.product)
        self.client.force_login(review.author)
        address = reverse("reviews:delete", args=[self.product.slug])

        self.assertContains(self.client.get(address), "gone for good")
        self.client.post(address)

        self.assertEqual(Review.objects.count(), 0)

    def test_there_is_nothing_to_delete_of_others(self):
        make_review(self.product)
        self.client.force_login(make_user())

        with assert_stays(Review.objects.all()):
            response = self.client.post(reverse("reviews:delete", args=[self.product.slug]))

        self.assertEqual(response.status_code, 404)


class ListTests(TestCase):
    def setUp(self):
        cache.clear()
        self.product = make_product()
        self.address = reverse("reviews:list", args=[self.product.slug])

    def test_only_approved_reviews_are_shown_and_counted(self):
        for status in Status:
            make_review(self.product, title=f"Title {status}", status=status)

        response = self.client.get(self.address)

        self.assertContains(response, "Title approved")
        self.assertNotContains(response, "Title pending")
        self.assertNotContains(response, "Title rejected")
        self.assertEqual([bar.count for bar in response.context["bars"]], [1, 0, 0, 0, 0])

    def test_words_are_escaped(self):
        make_review(self.product, title="<b>x</b>", body="<script>alert(1)</script>")

        self.assertContains(self.client.get(self.address), "&lt;script&gt;alert(1)&lt;/script&gt;")

    def test_pages_hold_ten_and_lead_on(self):
        for number in range(11):
            make_review(self.product, title=f"No. {number:02}")

        first = self.client.get(self.address)
        second = self.client.get(self.address, {"cursor": first.context["page"].next_cursor})

        self.assertEqual([review.title for review in second.context["page"]], ["No. 00"])

    def test_query_count_does_not_grow(self):
        for count in (1, 10):
            for _number in range(count - self.product.reviews.count()):
                make_review(self.product)
            cache.clear()
            self.client.get(self.address)
            with self.subTest(count=count), self.assertNumQueries(4):
                self.client.get(self.address)

    def test_visitors_share_the_list_until_it_changes(self):
        response = self.client.get(self.address)
        again = self.client.get(self.address, headers={"If-None-Match": response.headers["ETag"]})
        make_review(self.product)
        changed = self.client.get(self.address, headers={"If-None-Match": response.headers["ETag"]})

        self.assertEqual((again.status_code, changed.status_code), (304, 200))
        self.assertNotContains(response, "csrfmiddlewaretoken")

    def test_drafts_have_no_list(self):
        draft = make_product(status="draft")

        self.assertEqual(self.client.get(reverse("reviews:list", args=[draft.slug])).status_code, 404)


class ProductPageTests(TestCase):
    def test_product_shows_its_reviews_and_where_to_write(self):
        cache.clear()
        review = make_review(title="Splendid", body="Words")

        response = self.client.get(review.product.get_absolute_url())

        self.assertContains(response, "Splendid")
        self.assertContains(response, reverse("reviews:write", args=[review.product.slug]))
        self.assertNotContains(response, "csrfmiddlewaretoken")


class ModerationTests(TestCase):
    def setUp(self):
        self.review = make_review(status=Status.PENDING)
        self.ticked = {"review": f"{self.review.pk}.{self.review.version}", "status": "approved"}

    def test_only_support_decides(self):
        cases = [(None, 302), ("", 403), (Role.CATALOG, 403), (Role.WAREHOUSE, 403)]
        for role, expected in cases:
            client = Client()
            if role is not None:
                client.force_login(make_user(None, *([role] if role else [])))
            with self.subTest(role=role), assert_stays(Review.objects.all()):
                self.assertEqual(client.get(reverse(MODERATION)).status_code, expected)
                self.assertEqual(client.post(reverse(MODERATION), self.ticked).status_code, expected)

    def test_support_approves_what_is_ticked(self):
        self.client.force_login(make_user(None, Role.SUPPORT))

        response = self.client.post(reverse(MODERATION), self.ticked, follow=True)

        self.assertContains(response, "1 review is decided.")
        self.review.refresh_from_db()
        self.assertEqual(self.review.status, Status.APPROVED)

    def test_forged_choices_are_refused(self):
        self.client.force_login(make_user(None, Role.SUPPORT))
        wrong = [
            {"status": "paid"},
            {"review": "1"},
            {"review": "1.x"},
            {"review": "9" * 30 + "." + "1" * 20},
        ]
        for change in wrong:
            with self.subTest(change=change), assert_stays(Review.objects.all()):
                response = self.client.post(reverse(MODERATION), self.ticked | change)
                self.assertEqual(response.status_code, 400)

    def test_query_count_does_not_grow(self):
        self.client.force_login(make_user(None, Role.SUPPORT))
        for count in (1, 10):
            for _number in range(count - Review.objects.count()):
                make_review(status=Status.PENDING)
            self.client.get(reverse(MODERATION))
            with self.subTest(count=count), self.assertNumQueries(3):
                self.client.get(reverse(MODERATION))
