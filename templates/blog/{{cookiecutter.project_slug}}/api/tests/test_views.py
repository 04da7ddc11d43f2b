"""What programs read, and who sees what of it."""

from datetime import timedelta

from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from api.tests.factories import client_of
from comments.tests.factories import make_comment
from core.testing import assert_stays
from posts.models import Post
from posts.tests.factories import make_post, make_posts_in_every_state
from taxonomy.models import Category, Tag
from taxonomy.services import recount_terms

POSTS, TAGS, INDEX = "/api/posts/", "/api/tags/", "/api/"
STATES = ("draft", "review", "scheduled", "published", "archived")
HOSTILE = ("a\0b", "%00", "' OR 1=1 --", "x" * 300, "\u202e", "../../etc")


class ApiTestCase(TestCase):
    def slugs(self, client=None, **parameters):
        """Return the slugs of the first page of posts."""
        response = (client or self.client).get(POSTS, parameters)
        self.assertEqual(response.status_code, 200)
        return [post["slug"] for post in response.json()["results"]]


class VisibilityTests(ApiTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.owner = make_user(None, Role.AUTHOR)
        cls.posts = make_posts_in_every_state(cls.owner)
        cls.readers = {
            "visitor": (None, {"published"}, set()),
            "reader": (make_user(), {"published"}, set()),
            "moderator": (make_user(None, Role.MODERATOR), {"published"}, set()),
            "other author": (make_user(None, Role.AUTHOR), {"published"}, set()),
            "owner": (cls.owner, set(STATES), {"draft", "review"}),
            "editor": (make_user(None, Role.EDITOR), set(STATES), set(STATES)),
            "administrator": (make_user(None, Role.ADMINISTRATOR), set(STATES), set(STATES)),
        }

    def test_list_holds_what_the_reader_may_see(self):
        for who, (user, seen, _markdown) in self.readers.items():
            with self.subTest(who=who):
                slugs = self.slugs(client_of(user))
                self.assertEqual(set(slugs), {self.posts[state].slug for state in seen})

    def test_post_and_its_comments_open_to_those_who_may_see_it(self):
        for who, (user, seen, markdown) in self.readers.items():
            client = client_of(user)
            for state, post in self.posts.items():
                with self.subTest(who=who, state=state):
                    address = reverse("api:post-detail", args=[post.slug])
                    response = client.get(address)
                    expected = 200 if state in seen else 404
                    self.assertEqual(response.status_code, expected)
                    self.assertEqual(client.get(f"{address}comments/").status_code, expected)
                    self.assertEqual("markdown" in response.json(), state in markdown)

    def test_session_of_a_browser_opens_nothing(self):
        self.client.force_login(self.readers["editor"][0])

        self.assertEqual(self.slugs(), [self.posts["published"].slug])

    def test_answers_are_kept_by_no_cache(self):
        for address in (INDEX, POSTS, TAGS):
            with self.subTest(address=address):
                response = self.client.get(address)
                self.assertEqual(response["Cache-Control"], "private, no-store")
                self.assertIn("Authorization", response["Vary"])


class PostTests(ApiTestCase):
    def test_post_tells_everything_but_secrets(self):
        author = make_user("ann@example.com", Role.AUTHOR, name="Ann", handle="ann")
        tag = Tag.objects.create(name="Bread", slug="bread")
        food = Category.objects.create(name="Food", slug="food")
        make_post(author, (tag,), title="Rye", slug="rye", body="*Rye*", category=food)

        post = self.client.get("/api/posts/rye/").json()

        home = "http://testserver"
        self.assertEqual(post["url"], f"{home}/api/posts/rye/")
        self.assertEqual(post["page"], f"{home}/posts/rye/")
        self.assertEqual(post["comments"], f"{home}/api/posts/rye/comments/")
        self.assertEqual(post["author"], {"name": "Ann", "handle": "ann", "page": f"{home}/authors/ann/"})
        self.assertEqual(
            post["category"], {"name": "Food", "slug": "food", "page": f"{home}/categories/food/"}
        )
        self.assertEqual(post["tags"], [{"name": "Bread", "slug": "bread"}])
        self.assertEqual(post["html"], "<p><em>Rye</em></p>\n")
        self.assertNotIn("ann@example.com", str(post))

    def test_list_leaves_the_text_out(self):
        make_post()

        fields = self.client.get(POSTS).json()["results"][0].keys()

        self.assertLessEqual({"title", "excerpt", "author"}, fields)
        self.assertEqual({"html", "markdown"} & fields, set())

    def test_filters_narrow_the_list(self):
        ann = make_user(None, Role.AUTHOR, handle="ann")
        tag = Tag.objects.create(name="Bread", slug="bread")
        food = Category.objects.create(name="Food", slug="food")
        make_post(ann, slug="by-ann", body="Zanzibar")
        make_post(None, (tag,), slug="tagged")
        make_post(category=food, slug="in-food")
        table = {
            "author": ("ann", ["by-ann"]),
            "tag": ("bread", ["tagged"]),
            "category": ("food", ["in-food"]),
            "q": ("zanzibar", ["by-ann"]),
        }
        for name, (value, slugs) in table.items():
            with self.subTest(filter=name):
                self.assertEqual(self.slugs(**{name: value}), slugs)
                self.assertEqual(self.slugs(**{name: "nowhere"}), [])
        self.assertEqual(self.slugs(author="ann", tag="bread"), [])

    def test_pages_lead_on_and_back_without_gaps(self):
        now = timezone.now()
        for number in range(45):
            make_post(slug=f"p-{number}", published_at=now - timedelta(minutes=number + 1))

        pages, address = [], POSTS
        while address:
            page = self.client.get(address).json()
            pages.append([post["slug"] for post in page["results"]])
            address = page["next"]

        self.assertEqual([len(one) for one in pages], [20, 20, 5])
        self.assertEqual([slug for one in pages for slug in one], [f"p-{number}" for number in range(45)])
        back = self.client.get(page["previous"]).json()
        self.assertEqual([post["slug"] for post in back["results"]], pages[1])

    def test_drafts_stand_among_the_others_by_the_time_they_were_begun(self):
        author = make_user(None, Role.AUTHOR)
        make_post(author, slug="old")
        make_post(author, slug="draft", status="draft")

        self.assertEqual(self.slugs(client_of(author)), ["draft", "old"])

    def test_queries_do_not_grow_with_the_rows(self):
        tag = Tag.objects.create(name="Bread", slug="bread")
        food = Category.objects.create(name="Food", slug="food")
        for rows in (1, 10):
            while Post.objects.count() < rows:
                post = make_post(None, (tag,), category=food)
            with self.subTest(rows=rows):
                with self.assertNumQueries(2):
                    self.client.get(POSTS)
                with self.assertNumQueries(3):
                    self.client.get(POSTS, {"q": "text"})
                with self.assertNumQueries(2):
                    self.client.get(reverse("api:post-detail", args=[post.slug]))


class CommentTests(ApiTestCase):
    def setUp(self):
        self.post = make_post(slug="rye")
        self.first = make_comment(self.post, make_user(name="Robin"), body="First")
        self.second = make_comment(self.post, body="Second")
        self.answer = make_comment(self.post, body="Answer", parent=self.first)

    def comments(self):
        return self.client.get("/api/posts/rye/comments/").json()["results"]

    def test_comments_come_in_reading_order_with_their_parents(self):
        make_comment(self.post, status="pending")
        make_comment(self.post, status="spam")

        found = [(row["id"], row["parent"], row["html"].strip()) for row in self.comments()]

        self.assertEqual(
            found,
            [
                (self.first.pk, None, "<p>First</p>"),
                (self.answer.pk, self.first.pk, "<p>Answer</p>"),
                (self.second.pk, None, "<p>Second</p>"),
            ],
        )

    def test_removed_comment_is_an_empty_place(self):
        self.first.status = "deleted"
        self.first.save()

        row = self.comments()[0]

        self.assertEqual((row["id"], row["is_removed"]), (self.first.pk, True))
        self.assertEqual((row["author"], row["html"], row["page"]), ("", "", None))

    def test_queries_do_not_grow_with_the_rows(self):
        for rows in (3, 10):
            while self.post.comments.count() < rows:
                make_comment(self.post)
            with self.subTest(rows=rows), self.assertNumQueries(3):
                self.comments()


class TagTests(ApiTestCase):
    def test_tags_with_public_posts_are_listed_by_name(self):
        for name in ("Rye", "Bread", "Unused"):
            Tag.objects.create(name=name, slug=name.lower())
        make_post(None, tuple(Tag.objects.exclude(name="Unused")))
        recount_terms()

        with self.assertNumQueries(1):
            rows = self.client.get(TAGS).json()["results"]

        self.assertEqual([(row["name"], row["post_count"]) for row in rows], [("Bread", 1), ("Rye", 1)])


class RefusalTests(ApiTestCase):
    def test_index_names_the_lists(self):
        home = "http://testserver"

        self.assertEqual(self.client.get(INDEX).json(), {"posts": home + POSTS, "tags": home + TAGS})

    def test_nothing_is_written(self):
        post = make_post()
        client = client_of(make_user(None, Role.ADMINISTRATOR))
        for address in (INDEX, POSTS, TAGS, f"{POSTS}{post.slug}/", f"{POSTS}{post.slug}/comments/"):
            for method in ("post", "put", "patch", "delete"):
                with self.subTest(address=address, method=method), assert_stays(Post.objects.all()):
                    response = getattr(client, method)(
                        address, {"title": "New"}, content_type="application/json"
                    )
                    self.assertEqual(response.status_code, 405)

    @override_settings(RATE_LIMITS={"api-visitor": None})
    def test_hostile_parameters_are_answered(self):
        make_post()
        for name in ("cursor", "tag", "category", "author", "q", "format", "author__password"):
            for value in HOSTILE:
                with self.subTest(parameter=name, value=value):
                    self.assertIn(self.client.get(POSTS, {name: value}).status_code, (200, 400, 404))

    def test_sign_that_databases_refuse_is_a_wrong_value(self):
        for name in ("tag", "category", "author", "q"):
            with self.subTest(parameter=name):
                response = self.client.get(POSTS, {name: "a\0b"})
                self.assertEqual(response.status_code, 400)
                self.assertEqual(list(response.json()), [name])

    def test_damaged_cursor_is_not_found(self):
        for address in (POSTS, TAGS, f"{POSTS}{make_post().slug}/comments/"):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address, {"cursor": "damaged"}).status_code, 404)
