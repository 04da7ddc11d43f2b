"""The pages on which posts are written: who may enter, and what they do."""

from datetime import timedelta
from unittest import mock

import time_machine
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from accounts.tests.factories import make_user
from posts.errors import EditConflictError, WrongStateError
from posts.models import Post
from posts.services import create_post, save_post
from posts.tests.factories import make_post, make_posts_in_every_state
from taxonomy.models import Tag


def form_data(**fields) -> dict[str, object]:
    """Return what a browser sends from the editor."""
    return {"title": "A title", "body": "A text.", "comments_open": "on", "version": 1, **fields}


class DeskTests(TestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)
        self.posts = make_posts_in_every_state(self.author)
        make_post(title="By somebody else")
        self.client.force_login(self.author)

    def _titles(self, **query):
        page = self.client.get(reverse("writing:desk"), query).context["page"]
        return {post.title for post in page.items}

    def test_author_sees_their_own_posts(self):
        self.assertEqual(self._titles(), {post.title for post in self.posts.values()})

    def test_filter_keeps_one_state(self):
        for state, post in self.posts.items():
            with self.subTest(state=state):
                self.assertEqual(self._titles(state=state), {post.title})

    def test_search_keeps_titles_with_the_words(self):
        make_post(self.author, title="Sourdough at home", status="draft")

        self.assertEqual(self._titles(q="home sour"), {"Sourdough at home"})

    def test_each_post_leads_to_where_its_author_goes_on(self):
        rows = self.client.get(reverse("writing:desk")).context["rows"]

        addresses = {post.state: address for post, address in rows}
        for state, post in self.posts.items():
            name = "edit" if state in ("draft", "review") else "preview"
            expected = (
                post.get_absolute_url()
                if state == "published"
                else reverse(f"writing:{name}", args=[post.pk])
            )
            with self.subTest(state=state):
                self.assertEqual(addresses[state], expected)

    def test_only_editors_see_the_posts_of_others(self):
        self.assertNotIn("By somebody else", self._titles(all="1"))

        self.client.force_login(make_user(None, Role.EDITOR))

        self.assertIn("By somebody else", self._titles(all="1"))

    def test_number_of_queries_does_not_grow_with_the_posts(self):
        counts = []
        for number in (1, 10):
            author = make_user(None, Role.AUTHOR)
            for _ in range(number):
                make_post(author, status="draft")
            self.client.force_login(author)
            with CaptureQueriesContext(connection) as queries:
                self.client.get(reverse("writing:desk"))
            counts.append(len(queries))
        self.assertEqual(counts[0], counts[1])

    def test_reader_and_visitor_do_not_enter(self):
        self.client.force_login(make_user())
        self.assertEqual(self.client.get(reverse("writing:desk")).status_code, 403)

        self.client.logout()
        self.assertRedirects(
            self.client.get(reverse("writing:desk")),
            f"{reverse('account_login')}?next={reverse('writing:desk')}",
            fetch_redirect_response=False,
        )


class EditorTests(TestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)
        self.client.force_login(self.author)

    def test_new_post_is_saved_with_its_tags(self):
        response = self.client.post(reverse("writing:new"), form_data(tags="Rye, Sour dough, rye"))

        post = Post.objects.get()
        self.assertRedirects(response, reverse("writing:edit", args=[post.pk]))
        self.assertEqual((post.author, post.title, post.status), (self.author, "A title", "draft"))
        self.assertEqual(sorted(post.tags.values_list("slug", flat=True)), ["rye", "sour-dough"])

    def test_form_without_title_saves_nothing(self):
        response = self.client.post(reverse("writing:new"), form_data(title=" "))

        self.assertEqual(response.status_code, 422)
        self.assertFalse(Post.objects.exists())

    def test_edit_saves_the_next_version(self):
        post = create_post(self.author, title="A title", body="One")

        self.client.post(reverse("writing:edit", args=[post.pk]), form_data(body="Two\r\nlines"))

        post.refresh_from_db()
        self.assertEqual((post.body, post.version), ("Two\nlines", 2))

    def test_conflict_shows_both_texts_and_saves_neither(self):
        post = create_post(self.author, title="A title", body="One")
        save_post(post, self.author, 1, body="Theirs is here")

        response = self.client.post(reverse("writing:edit", args=[post.pk]), form_data(body="Mine is here"))

        self.assertEqual(response.status_code, 409)
        self.assertContains(response, "Theirs is here", status_code=409)
        self.assertContains(response, "Mine is here", status_code=409)
        self.assertEqual(Post.objects.get().body, "Theirs is here")

    def test_saving_again_after_a_conflict_keeps_their_text_as_a_revision(self):
        post = create_post(self.author, title="A title", body="One")
        save_post(post, self.author, 1, body="Theirs")
        page = self.client.post(reverse("writing:edit", args=[post.pk]), form_data(body="Mine"))
        shown = page.context["form"]["version"].value()

        self.client.post(reverse("writing:edit", args=[post.pk]), form_data(body="Mine", version=shown))

        self.assertEqual(list(post.revisions.values_list("body", flat=True)), ["Mine", "Theirs", "One"])

    def test_address_of_another_post_is_an_error_of_the_field(self):
        make_post(slug="taken")

        response = self.client.post(reverse("writing:new"), form_data(slug="taken"))

        self.assertFormError(
            response.context["form"], "slug", "Another post has this address. Please choose a different one."
        )

    def test_preview_of_the_text_is_sanitised(self):
        data = {"body": "**bold** <script>alert(1)</script>", "title": "<b>x</b>"}

        for headers in ({}, {"HX-Request": "true"}):
            with self.subTest(headers=headers):
                response = self.client.post(reverse("writing:markdown"), data, headers=headers)
                self.assertContains(response, "<strong>bold</strong>")
                self.assertNotContains(response, "<script>alert")
                self.assertNotContains(response, "<b>x</b>")

    def test_stored_script_is_inert_in_editor_and_preview(self):
        attack = "</textarea><script>alert(1)</script>"
        post = create_post(self.author, title=attack, body=attack, excerpt=attack)

        for name in ("edit", "preview", "revisions", "share", "submit", "delete"):
            with self.subTest(page=name):
                response = self.client.get(reverse(f"writing:{name}", args=[post.pk]))
                self.assertEqual(response.status_code, 200)
                self.assertNotContains(response, "<script>alert(1)")


class AutosaveTests(TestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)
        self.client.force_login(self.author)

    def _autosave(self, **fields):
        return self.client.post(
            reverse("writing:autosave"), form_data(**fields), headers={"HX-Request": "true"}
        )

    def test_first_autosave_begins_a_draft_and_leads_the_page_to_it(self):
        response = self._autosave(version="")

        post = Post.objects.get()
        self.assertEqual(response.headers["HX-Replace-Url"], reverse("writing:edit", args=[post.pk]))
        self.assertContains(response, f'name="post" value="{post.pk}"')

    def test_autosave_saves_and_hands_out_the_next_version(self):
        post = create_post(self.author, title="A title", body="One")

        response = self._autosave(post=post.pk, body="Two")

        self.assertContains(response, 'value="2"')
        self.assertContains(response, "Saved ")
        self.assertEqual(Post.objects.get().body, "Two")

    def test_conflict_is_shown_and_nothing_is_saved(self):
        post = create_post(self.author, title="A title", body="One")
        save_post(post, self.author, 1, body="Theirs")

        response = self._autosave(post=post.pk, body="Mine")

        self.assertContains(response, "Somebody saved this post")
        self.assertContains(response, "Theirs")
        self.assertContains(response, 'name="version" id="id_version" value="1"')
        self.assertEqual(Post.objects.get().body, "Theirs")

    def test_what_cannot_be_saved_is_said(self):
        make_post(slug="taken")
        cases = {"This field is required.": {"title": ""}, "Another post has this address": {"slug": "taken"}}
        for sentence, fields in cases.items():
            with self.subTest(sentence=sentence):
                self.assertContains(self._autosave(version="", **fields), sentence)
        self.assertEqual(Post.objects.count(), 1)

    def test_writer_whose_session_ended_is_told_and_keeps_the_post(self):
        post = create_post(self.author, title="A title", body="One")
        self.client.logout()

        response = self._autosave(post=post.pk, body="Two")

        self.assertContains(response, "You are signed out")
        self.assertContains(response, f'name="post" value="{post.pk}"')
        self.assertContains(response, 'id="id_version" value="1"')
        self.assertEqual(Post.objects.get().body, "One")

    def test_visitor_and_reader_save_nothing(self):
        for user, status in ((None, 302), (make_user(), 403)):
            self.client.logout()
            if user:
                self.client.force_login(user)
            with self.subTest(user=user):
                response = self.client.post(reverse("writing:autosave"), form_data())
                self.assertEqual(response.status_code, status)
        self.assertFalse(Post.objects.exists())

    def test_half_a_tag_does_not_become_one(self):
        Tag.objects.create(name="Rye", slug="rye")

        self._autosave(version="", tags="rye, Sourd")

        self.assertEqual([tag.name for tag in Post.objects.get().tags.all()], ["Rye"])
        self.assertEqual(Tag.objects.count(), 1)

    def test_autosave_leaves_the_cover_alone(self):
        post = create_post(self.author, title="A title")
        Post.objects.update(cover="covers/x.webp", cover_alt="A loaf", cover_width=1, cover_height=1)

        self._autosave(post=post.pk, cover_alt="A round loaf")

        post = Post.objects.get()
        self.assertEqual((post.cover.name, post.cover_alt), ("covers/x.webp", "A round loaf"))

    def test_text_that_is_not_a_draft_is_left_alone(self):
        for state in ("review", "published", "archived"):
            post = make_post(self.author, status=state, published_at=timezone.now() - timedelta(hours=1))
            with self.subTest(state=state):
                response = self._autosave(post=post.pk, body="Mine")
                self.assertContains(response, "no longer a draft")
                self.assertNotEqual(Post.objects.get(pk=post.pk).body, "Mine")

    def test_draft_of_somebody_else_does_not_exist(self):
        post = make_post(status="draft", body="Theirs")

        for user in (self.author, make_user(None, Role.EDITOR)):
            self.client.force_login(user)
            for pk in (post.pk, "9" * 30, "abc", "-1"):
                with self.subTest(pk=pk):
                    self.assertEqual(self._autosave(post=pk, body="Mine").status_code, 404)

        self.assertEqual(Post.objects.get().body, "Theirs")


class StepTests(TestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)
        self.editor = make_user(None, Role.EDITOR)
        self.post = make_post(self.author, status="draft")

    def _take(self, step, **data):
        return self.client.post(reverse(f"writing:{step}", args=[self.post.pk]), data)

    def test_post_goes_from_draft_to_archive(self):
        way = [
            ("submit", self.author, "review"),
            ("return", self.editor, "draft"),
            ("submit", self.author, "review"),
            ("publish", self.editor, "published"),
            ("unpublish", self.editor, "draft"),
            ("publish", self.editor, "published"),
            ("archive", self.editor, "archived"),
        ]
        for step, user, state in way:
            with self.subTest(step=step):
                self.client.force_login(user)
                self.assertEqual(self._take(step).status_code, 302)
                self.post.refresh_from_db()
                self.assertEqual(self.post.state, state)

    def test_reading_the_question_changes_nothing(self):
        self.client.force_login(self.editor)

        for step in ("submit", "publish", "archive", "delete"):
            with self.subTest(step=step):
                self.assertEqual(
                    self.client.get(reverse(f"writing:{step}", args=[self.post.pk])).status_code, 200
                )
        self.post.refresh_from_db()
        self.assertEqual(self.post.state, "draft")

    def test_editor_schedules_in_their_time_zone(self):
        self.client.force_login(self.editor)

        self._take("publish", at="2199-05-01T12:30")

        self.post.refresh_from_db()
        self.assertEqual(self.post.state, "scheduled")
        self.assertEqual(self.post.published_at.isoformat(), "2199-05-01T12:30:00+00:00")

    def test_page_publishes_only_the_version_that_it_showed(self):
        self.client.force_login(self.editor)
        page = self.client.get(reverse("writing:edit", args=[self.post.pk]))
        shown = page.context["publish_form"]["version"].value()
        save_post(self.post, self.author, 1, body="Changed meanwhile")

        response = self.client.post(
            reverse("writing:publish", args=[self.post.pk]), {"version": shown}, follow=True
        )

        self.assertContains(response, "The text changed after you opened it.")
        self.post.refresh_from_db()
        self.assertEqual(self.post.state, "draft")

    def test_time_that_is_over_is_refused(self):
        self.client.force_login(self.editor)

        self.assertEqual(self._take("publish", at="2001-05-01T12:30").status_code, 422)

        self.post.refresh_from_db()
        self.assertEqual(self.post.state, "draft")

    def test_empty_post_is_not_published(self):
        self.client.force_login(self.editor)
        Post.objects.update(body="")

        response = self.client.post(reverse("writing:publish", args=[self.post.pk]), follow=True)

        self.assertContains(response, "A post needs a title and a text")
        self.post.refresh_from_db()
        self.assertEqual(self.post.state, "draft")

    def test_deleted_post_is_gone(self):
        self.client.force_login(self.author)

        self.assertRedirects(self._take("delete"), reverse("writing:desk"))

        self.assertFalse(Post.objects.exists())


class ReviewQueueTests(TestCase):
    def test_editor_finds_what_was_submitted(self):
        post = make_posts_in_every_state()["review"]
        self.client.force_login(make_user(None, Role.EDITOR))

        page = self.client.get(reverse("writing:review"))

        self.assertEqual(page.context["page"].items, [post])
        self.assertContains(page, reverse("writing:edit", args=[post.pk]))

    def test_empty_queue_says_so(self):
        self.client.force_login(make_user(None, Role.EDITOR))

        self.assertContains(self.client.get(reverse("writing:review")), "Nothing waits for review.")

    def test_step_that_somebody_else_took_is_said(self):
        post = make_post(status="review")
        self.client.force_login(make_user(None, Role.EDITOR))

        for name in ("return", "publish"):
            refusal = mock.patch("posts.services.publishing._step", side_effect=WrongStateError)
            with self.subTest(step=name), refusal:
                response = self.client.post(reverse(f"writing:{name}", args=[post.pk]), follow=True)
                self.assertContains(response, "This step is not possible in the present state")


class RevisionPagesTests(TestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)
        self.post = create_post(self.author, title="A title", body="One line")
        save_post(self.post, self.author, 1, body="Other line")
        self.client.force_login(self.author)

    def test_difference_marks_what_changed(self):
        response = self.client.get(reverse("writing:compare", args=[self.post.pk]), {"old": "1", "new": "2"})

        self.assertContains(response, "<del><strong>One</strong> line</del>")
        self.assertContains(response, "<ins><strong>Other</strong> line</ins>")

    def test_comparison_with_a_version_that_is_none_is_not_found(self):
        for old in ("", "x", "3", "-1", "1" * 40):
            with self.subTest(old=old):
                address = reverse("writing:compare", args=[self.post.pk])
                self.assertEqual(self.client.get(address, {"old": old, "new": "2"}).status_code, 404)

    def test_pages_show_versions_and_ask_before_restoring(self):
        text = self.client.get(reverse("writing:revision", args=[self.post.pk, 1]))
        question = self.client.get(reverse("writing:restore", args=[self.post.pk, 1]))

        self.assertContains(text, "One line")
        self.assertContains(question, "The text of version 1 becomes the present one.")
        self.post.refresh_from_db()
        self.assertEqual(self.post.version, 2)

    def test_restoring_loses_against_a_save_at_the_same_moment(self):
        with mock.patch("posts.writing.revision_views.restore_revision") as restore:
            restore.side_effect = EditConflictError(self.post, {})
            response = self.client.post(reverse("writing:restore", args=[self.post.pk, 1]), follow=True)

        self.assertContains(response, "Somebody saved this post while you were writing.")

    def test_restored_text_is_the_next_version(self):
        self.client.post(reverse("writing:restore", args=[self.post.pk, 1]))

        self.post.refresh_from_db()
        self.assertEqual((self.post.body, self.post.version), ("One line", 3))

    def test_revision_of_another_post_is_not_found(self):
        other = create_post(self.author, title="Other", body="x")

        for name in ("revision", "restore"):
            with self.subTest(page=name):
                response = self.client.get(reverse(f"writing:{name}", args=[other.pk, 2]))
                self.assertEqual(response.status_code, 404)


class SharedPreviewTests(TestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)
        self.post = create_post(self.author, title="Secret title", body="Secret text")
        self.client.force_login(self.author)
        self.share = reverse("writing:share", args=[self.post.pk])
        self.link = self.client.get(self.share).context["link"]

    def test_visitor_with_the_link_reads_the_draft(self):
        self.client.logout()

        response = self.client.get(self.link)

        self.assertContains(response, "Secret text")
        self.assertIn("no-store", response.headers["Cache-Control"])
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(response.headers["X-Robots-Tag"], "noindex, nofollow")

    def test_revoked_link_is_not_found(self):
        self.client.post(self.share)

        self.assertEqual(self.client.get(self.link).status_code, 404)

    def test_old_link_is_not_found(self):
        self.client.logout()

        with time_machine.travel(timezone.now() + timedelta(days=7, seconds=5)):
            self.assertEqual(self.client.get(self.link).status_code, 404)

    def test_forged_link_is_not_found(self):
        for token in ("x", "a:b:c", self.link.rsplit("/", 2)[1][:-2]):
            with self.subTest(token=token):
                self.assertEqual(self.client.get(reverse("writing:shared", args=[token])).status_code, 404)

    def test_link_to_a_public_post_leads_to_its_page(self):
        Post.objects.update(status="published", published_at=timezone.now())

        response = self.client.get(self.link)

        self.assertRedirects(response, self.post.get_absolute_url(), fetch_redirect_response=False)
