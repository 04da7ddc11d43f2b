"""Who may say what, what is shown of it, and the average that stays right."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from catalog.tests.factories import make_product, make_variant
from core.testing import assert_stays
from orders.models import Order
from orders.states import State
from orders.tests.factories import make_order
from reviews.errors import AlreadyReviewed, NotAllowed, NotBought
from reviews.models import Review
from reviews.services import average, decide_reviews, delete_review, edit_review, write_review
from reviews.tests.factories import make_buyer, make_review

Status = Review.Status
WORDS = {"rating": 4, "title": "Good", "body": "I like it."}


class WriteReviewTests(TestCase):
    def test_review_of_a_buyer_waits_and_counts_nothing(self):
        product = make_product()

        review = write_review(product, by=make_buyer(product), **WORDS)

        product.refresh_from_db()
        self.assertEqual(review.status, Status.PENDING)
        self.assertEqual((product.rating_count, product.rating_average), (0, None))

    def test_only_orders_that_are_paid_and_kept_make_a_buyer(self):
        allowed = {State.PAID, State.PACKED, State.SHIPPED, State.DELIVERED}
        for state in State:
            product, user = make_product(), make_user()
            make_order((product.variants.get(), 1), user=user, state=state)
            with self.subTest(state=state):
                if state in allowed:
                    self.assertEqual(write_review(product, by=user, **WORDS).author, user)
                else:
                    with assert_stays(Review.objects.all()), self.assertRaises(NotBought):
                        write_review(product, by=user, **WORDS)

    def test_buyer_of_another_product_is_refused(self):
        product = make_product()

        with assert_stays(Review.objects.all()), self.assertRaises(NotBought):
            write_review(product, by=make_buyer(make_product()), **WORDS)

    def test_any_variant_of_the_product_will_do(self):
        product, user = make_product(), make_user()
        make_order((make_variant(product), 1), user=user, state=State.DELIVERED)

        self.assertEqual(write_review(product, by=user, **WORDS).product, product)

    def test_order_of_somebody_else_is_no_purchase(self):
        product = make_product()
        make_buyer(product)

        with self.assertRaises(NotBought):
            write_review(product, by=make_user(), **WORDS)

    def test_guest_order_belongs_to_nobody(self):
        product = make_product()
        make_order((product.variants.get(), 1), state=State.PAID)
        user = make_user(Order.objects.get().email)

        with self.assertRaises(NotBought):
            write_review(product, by=user, **WORDS)

    def test_second_review_of_a_product_is_refused(self):
        product = make_product()
        user = make_buyer(product)
        write_review(product, by=user, **WORDS)

        with assert_stays(Review.objects.all()), self.assertRaises(AlreadyReviewed):
            write_review(product, by=user, **WORDS)

    def test_database_refuses_stars_beyond_five_and_below_one(self):
        for rating in (0, 6):
            with self.subTest(rating=rating), self.assertRaises(IntegrityError):
                self._create_with(rating)

    def _create_with(self, rating: int) -> None:
        with transaction.atomic():
            make_review(rating=rating)


class EditReviewTests(TestCase):
    def test_changed_words_wait_again_and_count_no_more(self):
        review = make_review()

        edit_review(review, by=review.author, rating=1, title="Hm", body="Broke.")

        review.product.refresh_from_db()
        self.assertEqual((review.status, review.rating), (Status.PENDING, 1))
        self.assertEqual((review.product.rating_count, review.product.rating_average), (0, None))

    def test_nobody_else_changes_or_deletes_it(self):
        review = make_review()
        for user in (make_user(), make_user(None, Role.SUPPORT), make_user(None, Role.ADMINISTRATOR)):
            with self.subTest(user=user), assert_stays(Review.objects.all()):
                with self.assertRaises(NotAllowed):
                    edit_review(review, by=user, **WORDS)
                with self.assertRaises(NotAllowed):
                    delete_review(review, by=user)

    def test_deleted_review_counts_no_more(self):
        review = make_review()

        delete_review(review, by=review.author)

        review.product.refresh_from_db()
        self.assertEqual((review.product.rating_count, review.product.rating_average), (0, None))


class DecideTests(TestCase):
    def setUp(self):
        self.support = make_user(None, Role.SUPPORT)

    def test_approved_reviews_make_the_average(self):
        product = make_product()
        reviews = [make_review(product, rating=stars, status=Status.PENDING) for stars in (5, 4, 4)]

        decision = decide_reviews(
            {review.pk: review.version for review in reviews}, Status.APPROVED, by=self.support
        )

        product.refresh_from_db()
        self.assertEqual((decision.changed, decision.skipped), (3, 0))
        self.assertEqual((product.rating_count, product.rating_average), (3, Decimal("4.33")))

    def test_rejected_review_leaves_the_average(self):
        product = make_product()
        make_review(product, rating=5)
        bad = make_review(product, rating=1)

        decide_reviews({bad.pk: bad.version}, Status.REJECTED, by=self.support)

        product.refresh_from_db()
        self.assertEqual((product.rating_count, product.rating_average), (1, Decimal("5.00")))

    def test_words_that_changed_since_they_were_read_are_left_alone(self):
        review = make_review(status=Status.PENDING)
        read = review.version
        edit_review(review, by=review.author, rating=1, title="Other", body="Other words.")

        decision = decide_reviews({review.pk: read}, Status.APPROVED, by=self.support)

        review.refresh_from_db()
        self.assertEqual((decision.changed, decision.skipped), (0, 1))
        self.assertEqual(review.status, Status.PENDING)

    def test_review_that_is_gone_is_skipped(self):
        decision = decide_reviews({1: "1" * 20}, Status.APPROVED, by=self.support)

        self.assertEqual((decision.changed, decision.skipped), (0, 1))

    def test_nobody_but_support_decides(self):
        review = make_review(status=Status.PENDING)
        for user in (review.author, make_user(None, Role.CATALOG), make_user(None, Role.WAREHOUSE)):
            stays = assert_stays(Review.objects.all())
            with self.subTest(user=user), stays, self.assertRaises(NotAllowed):
                decide_reviews({review.pk: review.version}, Status.APPROVED, by=user)


class AverageTests(TestCase):
    def test_halves_are_rounded_up(self):
        cases = {
            (0, 0): None,
            (5, 1): "5.00",
            (9, 2): "4.50",
            (13, 3): "4.33",
            (14, 3): "4.67",
            (37, 8): "4.63",
        }
        for (total, count), expected in cases.items():
            with self.subTest(total=total, count=count):
                self.assertEqual(average(total, count), expected and Decimal(expected))
