"""The indexes are there to be used: what PostgreSQL plans for a site of some thousand posts."""

from datetime import timedelta
from unittest import skipUnless

from django.db import connection
from django.db.models import QuerySet
from django.test import TestCase
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from core.pagination import KeysetPaginator
from posts.editions import _find_times
from posts.models import Post
from taxonomy.models import Category, Tag

POSTS = 5000
NOW = timezone.now()


@skipUnless(connection.vendor == "postgresql", "only PostgreSQL plans with these indexes")
class QueryPlanTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.authors = [make_user(None, Role.AUTHOR) for _number in range(20)]
        cls.categories = [Category.objects.create(name=f"c{n}", slug=f"c{n}") for n in range(20)]
        cls.tags = [Tag.objects.create(name=f"t{n}", slug=f"t{n}") for n in range(50)]
        posts = Post.objects.bulk_create(
            Post(
                author=cls.authors[number % 20],
                category=cls.categories[number % 20],
                title=f"Post {number}",
                slug=f"post-{number}",
                body="Some words that fill the page. " * 20,
                status="published",
                published_at=NOW - timedelta(minutes=number),
            )
            for number in range(POSTS)
        )
        link = Post.tags.through
        link.objects.bulk_create(
            link(post=post, tag=cls.tags[number % 50]) for number, post in enumerate(posts)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def assert_plan(self, queryset: QuerySet, index: str) -> None:
        plan = queryset.explain()
        self.assertIn(index, plan)
        self.assertNotIn("Seq Scan on posts_post", plan)
        self.assertNotIn("Sort Key: posts_post.published_at", plan)

    def newest(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by("-published_at", "-pk")[:11]

    def test_front_page_reads_the_index_of_the_newest(self):
        self.assert_plan(self.newest(Post.objects.published()), "posts_newest")

    def test_deep_page_enters_the_index_where_it_begins(self):
        posts = Post.objects.published()
        start = posts.filter(published_at__lte=NOW - timedelta(minutes=POSTS * 9 // 10))
        cursor = KeysetPaginator(start, per_page=1).page().next_cursor
        paginator = KeysetPaginator(posts)
        _direction, values = paginator._decode(cursor)

        plan = self.newest(posts.filter(paginator._beyond(values))).explain(analyze=True)

        self.assertIn("posts_newest", plan)
        # Rows before the page would have been read and thrown away.
        self.assertNotRegex(plan, r"Rows Removed by Filter: \d{3,}")

    def test_category_and_author_pages_read_an_index(self):
        self.assert_plan(
            Post.objects.published().filter(author=self.authors[0]).order_by("-published_at")[:11],
            "posts_by_author",
        )
        self.assert_plan(
            Post.objects.published().filter(category=self.categories[0]).order_by("-published_at")[:11],
            "posts_in_category",
        )

    def test_month_reads_a_range_of_the_index(self):
        hour = {"published_at__gte": NOW - timedelta(minutes=60), "published_at__lt": NOW}
        self.assert_plan(self.newest(Post.objects.published().filter(**hour)), "posts_newest")

    def test_tag_page_reads_no_whole_table(self):
        plan = self.newest(Post.objects.published().filter(tags=self.tags[0])).explain()

        self.assertNotIn("Seq Scan on posts_post ", plan)

    def test_page_by_slug_reads_one_row(self):
        self.assertIn("posts_post_slug", Post.objects.published().filter(slug="post-77").explain())

    def test_edition_reads_the_index_of_the_newest(self):
        with self.assertNumQueries(1) as queries:
            _find_times()

        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + queries.captured_queries[0]["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
        self.assertNotIn("Seq Scan on posts_post", plan)
