"""Hostile values in every parameter, field, route and cookie: an answer, no failure, nothing changes."""

from django.conf import settings
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from accounts.tests.factories import PASSWORD, make_user
from comments.models import Comment
from core.testing import assert_stays
from newsletter.models import Issue
from posts.models import Post
from tests.addresses import NAME, addresses, make_site

HOSTILE = (
    "' OR '1'='1",
    "'; DROP TABLE posts_post; --",
    '" UNION SELECT email, password FROM accounts_user --',
    "1) OR (SELECT pg_sleep(9)) IS NOT NULL --",
    "a & b | !c <-> (d:* ",
    "a\x00b",
    "\ud800",
    "9" * 40,
    "-1",
    "NaN",
    "{title} %(title)s %s {0.__class__}",
    "\u202egnp.exe\r\nSet-Cookie: a=b",
)
# A field is checked before it is used, so fewer kinds do.
HOSTILE_FIELDS = (
    "'; DROP TABLE posts_post; --",
    "a\x00b",
    "\ud800",
    "9" * 40,
    "%(title)s {0.__class__} \r\n",
)
# The parameters that the pages read, and some that only the ORM would understand.
PARAMETERS = {
    "posts:front": ("cursor", "order_by", "author__password"),
    "posts:detail": ("comments",),
    "posts:author": ("cursor",),
    "posts:archive_year": ("cursor",),
    "posts:archive_month": ("cursor",),
    "posts:search": ("q", "page"),
    "posts:sitemap_section": ("p",),
    "taxonomy:tags": ("page",),
    "taxonomy:tag": ("cursor",),
    "taxonomy:category": ("cursor",),
    "taxonomy:series_list": ("page",),
    "taxonomy:series": ("page",),
    "newsletter:archive": ("page",),
    "newsletter:manage": ("page",),
    "comments:moderation": ("show", "cursor"),
    "community:likes": ("cursor",),
    "community:following": ("cursor",),
    "community:authors": ("cursor",),
    "notifications:list": ("cursor",),
    "writing:desk": ("state", "q", "all", "cursor"),
    "writing:review": ("cursor",),
    "writing:revisions": ("cursor",),
    "writing:compare": ("old", "new"),
    "core:preferences": ("next",),
    "api:post-list": ("cursor", "tag", "category", "author", "q", "author__password"),
    "api:post-detail": ("format",),
    "api:post-comments": ("cursor",),
    "api:tag-list": ("cursor",),
    "admin:posts_post_changelist": ("q", "p", "o"),
    "admin:accounts_user_changelist": ("q", "p"),
    "admin:comments_comment_changelist": ("q", "p"),
}
# What is sent; each field in turn is replaced by each hostile value.
VISITORS_FORMS = {
    "account_login": {"login": "owner@example.com", "password": "wrong"},
    "account_signup": {"name": "A", "email": "a@example.com", "password1": "x", "password2": "x"},
    "account_reset_password": {"email": "owner@example.com"},
    "newsletter:subscribe": {"email": "a@example.com", "website": ""},
    "newsletter:confirm": {"x": ""},
    "core:preferences": {"language": "en", "time_zone": "", "next": "/"},
}
POST_FIELDS = {
    "title": "A title",
    "excerpt": "Short.",
    "body": "Long.",
    "cover_alt": "",
    "category": "",
    "tags": "a, b",
    "series": "",
    "series_position": "",
    "slug": "",
    "comments_open": "on",
    "version": "1",
    "post": "",
}
MEMBERS_FORMS = {
    "core:preferences": {"language": "en", "time_zone": "", "next": "/"},
    "accounts:profile": {
        "name": "A",
        "handle": "a-b",
        "bio": "",
        "website": "",
        "language": "en",
        "time_zone": "",
    },
    "account_email": {"email": "b@example.com", "action_add": ""},
    "account_change_password": {"oldpassword": "wrong", "password1": "x", "password2": "x"},
    "comments:post": {"body": "A comment", "website": "", "shown": "x"},
    "comments:reply": {"body": "A comment", "shown": "x"},
    "comments:report": {"reason": "spam"},
    "comments:moderation": {"action": "approve", "comment": "1.pending", "show": "waiting"},
    "community:like": {"liked": "1", "next": "/"},
    "community:follow": {"following": "1", "next": "/"},
    "newsletter:create": {"subject": "A subject", "body": "A text"},
    "newsletter:edit": {"subject": "A subject", "body": "A text"},
    "notifications:preferences": {"kinds": "post"},
    "writing:new": POST_FIELDS,
    "writing:edit": POST_FIELDS,
    "writing:autosave": POST_FIELDS,
    "writing:markdown": {"title": "A title", "body": "A text"},
    "writing:publish": {"version": "1", "at": ""},
}


def send(value):
    """Return the value as a browser can send it: half a character becomes its bytes."""
    return value.encode("utf-8", "surrogatepass")


@override_settings(
    ADMIN_REQUIRES_MFA=False,
    ACCOUNT_RATE_LIMITS={},
    RATE_LIMITS=dict.fromkeys(
        ("search", "newsletter", "comment", "report", "markdown-preview", "api-visitor"), None
    ),
)
class InjectionTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.owner = make_user("owner@example.com", Role.AUTHOR, handle=NAME)
        cls.values = make_site(cls.owner)
        cls.addresses = addresses(cls.values)
        roles = (Role.AUTHOR, Role.EDITOR, Role.MODERATOR)
        cls.editor = make_user("editor@example.com", *roles, is_superuser=True)

    def setUp(self):
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.editor)


class QueryTests(InjectionTestCase):
    def test_parameters_are_values_and_never_code(self):
        for name, parameters in PARAMETERS.items():
            for parameter in parameters:
                for value in HOSTILE:
                    with (
                        self.subTest(page=name, parameter=parameter, value=value),
                        assert_stays(Post.objects.all(), User.objects.all()),
                    ):
                        response = self.client.get(self.addresses[name], {parameter: send(value)})
                        self.assertIn(response.status_code, (200, 302, 400, 404))
                        self.assertNotIn("Set-Cookie: a=b", str(response.headers))

    def test_routes_are_values_and_never_code(self):
        for value in HOSTILE:
            values = dict.fromkeys(self.values, "".join(f"%{byte:02X}" for byte in send(value)))
            for name, address in addresses(values).items():
                if address != self.addresses[name] and not name.startswith("admin"):
                    with self.subTest(page=name, value=value):
                        self.assertLess(self.client.get(address).status_code, 500)

    def test_condition_in_a_search_is_a_word(self):
        for text in ("zebra' OR 'x'='x", "zebra%", "zebra_*", "hello' AND 'x'='y' --zebra"):
            with self.subTest(text=text):
                response = self.client.get(reverse("posts:search"), {"q": text})
                self.assertEqual(response.context["total"], 0)

    def test_secrets_cannot_be_guessed_by_filters_of_the_administration(self):
        filters = {
            "accounts_user": ("password__startswith", "password", "emailaddress__email"),
            "posts_post": ("author__password__startswith", "author__email"),
            "comments_comment": ("author__password__startswith",),
        }
        for name, lookups in filters.items():
            for lookup in lookups:
                address = self.addresses[f"admin:{name}_changelist"]
                with self.subTest(lookup=lookup), self.assertLogs("django.security", "ERROR"):
                    self.assertEqual(self.client.get(address, {lookup: "a"}).status_code, 400)

    def test_cookies_are_values_and_never_code(self):
        names = (
            settings.SESSION_COOKIE_NAME,
            settings.LANGUAGE_COOKIE_NAME,
            "time_zone",
            "messages",
            "csrftoken",
        )
        for name in names:
            for value in HOSTILE:
                header = {"Cookie": f"{name}={send(value).decode('latin-1')}"}
                client = Client(raise_request_exception=False)
                with self.subTest(cookie=name, value=value):
                    self.assertEqual(client.get("/", headers=header).status_code, 200)
                    self.assertEqual(client.get(reverse("core:preferences"), headers=header).status_code, 200)


class FieldTests(InjectionTestCase):
    def test_fields_of_visitors_are_values_and_never_code(self):
        self.client.logout()

        self._send_all(VISITORS_FORMS)

    def test_fields_of_members_are_values_and_never_code(self):
        self._send_all(MEMBERS_FORMS)

    def _send_all(self, forms):
        kept = [model.objects.count() for model in (User, Post, Comment, Issue)]
        for name, data in forms.items():
            for field in data:
                for value in HOSTILE_FIELDS:
                    with self.subTest(page=name, field=field, value=value):
                        sent = data | {field: send(value)}
                        self.assertLess(self.client.post(self.addresses[name], sent).status_code, 500)
        now = [model.objects.count() for model in (User, Post, Comment, Issue)]
        self.assertTrue(all(before <= after for before, after in zip(kept, now, strict=True)), (kept, now))
        self.owner.refresh_from_db()
        self.assertTrue(self.owner.check_password(PASSWORD))
