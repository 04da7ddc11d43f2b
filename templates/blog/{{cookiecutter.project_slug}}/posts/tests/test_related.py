from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from posts.models import Post
from posts.related import RELATED, company_of
from posts.tests.factories import make_post
from taxonomy.models import Series, Tag

NOW = timezone.now()


class CompanyTests(TestCase):
    def setUp(self):
        self.tags = [Tag.objects.create(name=f"t{number}", slug=f"t{number}") for number in range(3)]

    def post(self, hours: int, *tags: int, **fields) -> Post:
        return make_post(
            tags=tuple(self.tags[number] for number in tags),
            published_at=NOW - timedelta(hours=hours),
            **fields,
        )

    def test_neighbours_are_the_nearest_in_time(self):
        posts = [self.post(hours) for hours in range(1, 6)]

        company = company_of(posts[2])

        self.assertEqual((company.newer, company.older), (posts[1], posts[3]))

    def test_ends_have_one_neighbour(self):
        first, last = self.post(2), self.post(1)

        self.assertEqual((company_of(first).older, company_of(last).newer), (None, None))
        self.assertEqual((company_of(first).newer, company_of(last).older), (last, first))

    def test_posts_of_the_same_moment_have_an_order(self):
        posts = [self.post(1) for _number in range(3)]

        self.assertEqual(company_of(posts[1]).older, posts[0])
        self.assertEqual(company_of(posts[1]).newer, posts[2])

    def test_more_shared_tags_come_first_then_the_newer(self):
        post = self.post(1, 0, 1, 2)
        for_hours = {(9, 0, 1, 2): 3, (8, 0, 1): 2, (3, 0): 1, (2, 0): 1}
        made = {key: self.post(*key) for key in for_hours}
        self.post(4)

        self.assertEqual(company_of(post).related, [made[9, 0, 1, 2], made[8, 0, 1], made[2, 0]])
        self.assertEqual(len(company_of(post).related), RELATED)

    def test_post_without_tags_has_no_related_ones(self):
        self.post(2, 0)

        self.assertEqual(company_of(self.post(1)).related, [])

    def test_series_is_in_its_order_and_holds_the_post(self):
        series = Series.objects.create(name="Baking", slug="baking")
        third, first, second = (
            self.post(hours, series=series, series_position=place)
            for hours, place in ((1, 3), (2, 1), (9, 2))
        )

        self.assertEqual(company_of(second).series, [first, second, third])

    def test_whole_company_takes_one_query_however_many_posts(self):
        series = Series.objects.create(name="Baking", slug="baking")
        for number in range(12):
            self.post(number + 1, 0, 1, series=series, series_position=number)
            if number in (1, 11):
                post = Post.objects.prefetch_related("tags").earliest("pk")
                with self.subTest(number=number), self.assertNumQueries(1):
                    company = company_of(post)
                    for other in (*company.related, *company.series):
                        str(other.author)
