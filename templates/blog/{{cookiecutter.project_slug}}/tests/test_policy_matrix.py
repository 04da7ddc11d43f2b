"""Who may do what: every role, every action of every app, every state of the object, in one table.

The letters are the roles: V visitor, I somebody whose account is locked, R reader, W another author,
O the owner of the object, M moderator, E editor, A administrator. Who is not named is refused.
"""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string, module_has_submodule

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.models import Comment
from comments.tests.factories import make_comment
from core.testing import assert_stays
from posts.models import Post
from posts.tests.factories import make_post, make_posts_in_every_state

EVERYBODY, SIGNED_IN = "VIRWOMEA", "RWOMEA"
STATES = ("draft", "review", "scheduled", "published", "archived")

# App -> action -> kind of object -> who may. Kinds that are left out: nobody.
MATRIX: dict[str, dict[str, dict[str, str]]] = {
    "posts": {
        "write": dict.fromkeys(STATES, "WOEA"),
        "review": dict.fromkeys(STATES, "EA"),
        "read": dict.fromkeys(STATES, "OEA") | {"published": EVERYBODY},
        "preview": dict.fromkeys(STATES, "OEA"),
        "edit": dict.fromkeys(STATES, "EA") | {"draft": "OEA", "review": "OEA"},
        "autosave": {"draft": "O"},
        "submit": {"draft": "OEA"},
        "return": {"review": "OEA"},
        "publish": {"draft": "EA", "review": "EA", "scheduled": "EA", "archived": "EA"},
        "unpublish": {"scheduled": "EA", "published": "EA"},
        "archive": {"draft": "OEA", "review": "OEA", "scheduled": "EA", "published": "EA"},
        "delete": dict.fromkeys(STATES, "EA") | {"draft": "OEA"},
        "see_revisions": dict.fromkeys(STATES, "OEA"),
        "restore": dict.fromkeys(STATES, "EA") | {"draft": "OEA", "review": "OEA"},
        "share": {"draft": "OEA", "review": "OEA", "scheduled": "OEA"},
    },
    "comments": {
        "comment": {"published": SIGNED_IN},
        "reply": {"fresh": SIGNED_IN, "old": SIGNED_IN},
        "edit_comment": {"fresh": "O", "waiting": "O"},
        "delete_comment": dict.fromkeys(("fresh", "old", "waiting", "spam"), "OMA"),
        "report_comment": {"fresh": "RWMEA", "old": "RWMEA"},
        "moderate_comment": dict.fromkeys(("fresh", "old", "waiting", "spam", "removed"), "MA"),
        "restore_comment": {"removed": "MA"},
    },
    "community": {
        "like": {"published": SIGNED_IN},
        "follow_author": {"author": "RWMEA"},
    },
    "accounts": {
        "see_accounts": {"author": "A", "reader": "A"},
        "create_account": {"author": "A", "reader": "A"},
        "edit_profile": {"author": "OA", "reader": "RA"},
        "export_account": {"author": "O", "reader": "R"},
        "delete_account": {"author": "OA", "reader": "RA"},
        "change_roles": {"author": "A", "reader": "A"},
        "deactivate_account": {"author": "A", "reader": "A"},
    },
    "newsletter": {"manage newsletter": {"": "EA"}},
    "transfer": {"transfer": {"": "WOEA"}, "transfer every post": {"": "EA"}},
    "taxonomy": {"manage_terms": {"": "EA"}},
    "api": {"manage_token": {"author": "O", "reader": "R"}},
}
POST_OBJECTS, COMMENT_OBJECTS = STATES, ("fresh", "old", "waiting", "spam", "removed")
ACCOUNT_OBJECTS = ("author", "reader")
# What the actions of an app are about; those that differ are named with their action.
OBJECTS: dict[str, tuple[str, ...]] = {
    "posts": POST_OBJECTS,
    "comments": COMMENT_OBJECTS,
    "comments.comment": POST_OBJECTS,
    "community.like": POST_OBJECTS,
    "community.follow_author": ACCOUNT_OBJECTS,
    "accounts": ACCOUNT_OBJECTS,
    "api": ACCOUNT_OBJECTS,
}
# Pages of one post, by the action that they need.
POST_PAGES = {
    "edit": "edit",
    "preview": "preview",
    "share": "share",
    "submit": "submit",
    "return": "return",
    "publish": "publish",
    "unpublish": "unpublish",
    "archive": "archive",
    "delete": "delete",
    "see_revisions": "revisions",
}
PAGES = {
    "writing:desk": "WOEA",
    "writing:new": "WOEA",
    "writing:review": "EA",
    "writing:report": "EA",
    "writing:report_csv": "EA",
    "comments:moderation": "MA",
    "newsletter:manage": "EA",
    "newsletter:create": "EA",
    "transfer:overview": "WOEA",
    "notifications:list": SIGNED_IN,
    "notifications:preferences": SIGNED_IN,
    "community:likes": SIGNED_IN,
    "community:following": SIGNED_IN,
    "accounts:overview": SIGNED_IN,
}


def make_people() -> dict[str, Any]:
    """Return a user for each letter."""
    return {
        "V": AnonymousUser(),
        "I": make_user(None, Role.ADMINISTRATOR, is_active=False),
        "R": make_user(),
        "W": make_user(None, Role.AUTHOR),
        "O": make_user(None, Role.AUTHOR),
        "M": make_user(None, Role.MODERATOR),
        "E": make_user(None, Role.EDITOR),
        "A": make_user(None, Role.ADMINISTRATOR),
    }


def make_objects(people: dict[str, Any]) -> dict[str, Any]:
    """Return an object of each kind, all owned by O."""
    objects = dict(make_posts_in_every_state(people["O"]))
    statuses = {
        "fresh": "approved",
        "old": "approved",
        "waiting": "pending",
        "spam": "spam",
        "removed": "deleted",
    }
    for kind, status in statuses.items():
        objects[kind] = make_comment(objects["published"], people["O"], status=status)
    Comment.objects.filter(pk=objects["old"].pk).update(created_at=timezone.now() - timedelta(hours=1))
    objects["old"].refresh_from_db()
    return objects | {"author": people["O"], "reader": people["R"], "": None}


def policies() -> dict[str, dict[str, Any]]:
    """Return the actions of all apps that have a policy."""
    found = [app.name for app in apps.get_app_configs() if module_has_submodule(app.module, "policy")]
    return {name: import_string(f"{name}.policy.ACTIONS") for name in found}


class PolicyMatrixTests(TestCase):
    def test_every_action_of_every_app_is_in_the_table(self):
        written = {app: set(actions) for app, actions in MATRIX.items()}

        self.assertEqual(written, {app: set(actions) for app, actions in policies().items()})

    def test_policies_say_what_the_table_says(self):
        people = make_people()
        objects = make_objects(people)
        for app, actions in policies().items():
            for action, allows in actions.items():
                kinds = OBJECTS.get(f"{app}.{action}", OBJECTS.get(app, ("",)))
                for kind in kinds:
                    arguments = [objects[kind]] if kind else []
                    letters = [letter for letter, user in people.items() if allows(user, *arguments)]
                    with self.subTest(app=app, action=action, kind=kind):
                        self.assertEqual("".join(letters), MATRIX[app][action].get(kind, ""))


class PagesMatrixTests(TestCase):
    def setUp(self):
        self.people = make_people()
        self.clients = {letter: Client() for letter in self.people}
        for letter, user in self.people.items():
            if letter != "V":
                self.clients[letter].force_login(user)

    def test_pages_let_in_whom_the_table_names(self):
        for (name, allowed), (letter, client) in self._pairs(PAGES):
            expected = 200 if letter in allowed else self._refusal(letter)
            with self.subTest(page=name, role=letter):
                self.assertEqual(client.get(reverse(name)).status_code, expected)

    def test_pages_of_a_post_obey_its_policy(self):
        posts = make_posts_in_every_state(self.people["O"])
        for (action, name), (letter, client) in self._pairs(POST_PAGES):
            for state, post in posts.items():
                address = reverse(f"writing:{name}", args=[post.pk])
                with self.subTest(page=name, state=state, role=letter):
                    if letter in MATRIX["posts"][action].get(state, ""):
                        self.assertEqual(client.get(address).status_code, 200)
                    else:
                        self._assert_refused(client, address, letter, is_read=action == "see_revisions")

    def test_posts_that_do_not_exist_look_like_those_of_others(self):
        post = make_post(self.people["O"], status="draft")

        for name in POST_PAGES.values():
            pages = []
            for pk in (post.pk, post.pk + 1):
                address = reverse(f"writing:{name}", args=[pk])
                response = self.clients["W"].get(address, headers={"X-Request-ID": "0" * 32})
                # The page repeats its address, and offers the words of it for a search.
                pages.append(response.content.decode().replace(address, "").replace(f'value="{pk}', ""))
            with self.subTest(page=name):
                self.assertEqual(*pages)

    def _pairs(self, pages: dict[str, str]):
        return [(page, pair) for page in pages.items() for pair in self.clients.items()]

    def _assert_refused(self, client: Client, address: str, letter: str, is_read: bool) -> None:
        expected = 404 if letter == "W" else self._refusal(letter)
        with assert_stays(Post.objects.all()):
            response = client.get(address) if is_read else client.post(address, {"title": "Forged"})
        self.assertEqual(response.status_code, expected)

    def _refusal(self, letter: str) -> int:
        return 302 if letter in "VI" else 403
