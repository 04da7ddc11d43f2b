"""Making, saving and deleting posts."""

from django.test import TestCase

from accounts.roles import Role
from accounts.tests.factories import make_user
from comments.tests.factories import make_comment
from posts.errors import EditConflictError, SlugTakenError
from posts.models import OldSlug, Post, PostRevision
from posts.services import autosave, create_post, delete_post, restore_revision, save_post
from posts.tests.factories import make_post
from taxonomy.models import Tag


class CreatePostTests(TestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)

    def test_new_post_is_a_rendered_draft_with_its_first_revision(self):
        post = create_post(self.author, title="Bread for Beginners", body="# Flour\n\nand *water*")

        post.refresh_from_db()
        self.assertEqual((post.status, post.slug, post.version), ("draft", "bread-for-beginners", 1))
        self.assertEqual(post.word_count, 3)
        self.assertIn("<em>water</em>", post.body_html)
        self.assertEqual(post.toc, [{"level": 2, "id": "section-flour", "title": "Flour"}])
        revision = post.revisions.get()
        self.assertEqual((revision.version, revision.editor, revision.is_autosave), (1, self.author, False))

    def test_same_title_gets_the_next_free_address(self):
        slugs = [create_post(self.author, title="Same").slug for _ in range(3)]

        self.assertEqual(slugs, ["same", "same-2", "same-3"])

    def test_address_of_another_post_is_refused(self):
        make_post(slug="taken")

        with self.assertRaises(SlugTakenError):
            create_post(self.author, title="Mine", slug="taken")

        self.assertEqual(Post.objects.count(), 1)

    def test_title_without_latin_letters_gets_an_address(self):
        self.assertEqual(create_post(self.author, title="日本語").slug, "post")

    def test_script_in_the_text_is_not_stored_as_html(self):
        post = create_post(self.author, title="x", body="<script>alert(1)</script> [a](javascript:alert(1))")

        self.assertNotIn("<script", post.body_html)
        self.assertNotIn('href="javascript', post.body_html)


class SavePostTests(TestCase):
    def setUp(self):
        self.author = make_user(None, Role.AUTHOR)
        self.post = create_post(self.author, title="First title", body="One")

    def test_save_makes_the_next_version_and_keeps_both_texts(self):
        saved = save_post(self.post, self.author, 1, title="First title", body="Two")

        self.assertEqual((saved.version, saved.body), (2, "Two"))
        self.assertEqual(list(saved.revisions.values_list("version", "body")), [(2, "Two"), (1, "One")])

    def test_save_from_an_old_version_changes_nothing_and_returns_both_texts(self):
        save_post(self.post, self.author, 1, body="Two")

        with self.assertRaises(EditConflictError) as caught:
            save_post(self.post, self.author, 1, body="Other")

        self.assertEqual(caught.exception.theirs.body, "Two")
        self.assertEqual(caught.exception.mine, {"body": "Other"})
        self.assertEqual(Post.objects.get().body, "Two")
        self.assertEqual(PostRevision.objects.count(), 2)

    def test_tags_are_replaced_only_when_given(self):
        tag = Tag.objects.create(name="Rye", slug="rye")
        save_post(self.post, self.author, 1, tags=[tag])

        saved = save_post(self.post, self.author, 2, title="First title")

        self.assertEqual([tag.name for tag in saved.tags.all()], ["Rye"])

    def test_address_of_a_draft_follows_its_title_without_leaving_a_trace(self):
        saved = save_post(self.post, self.author, 1, title="Second title")

        self.assertEqual(saved.slug, "second-title")
        self.assertFalse(OldSlug.objects.exists())

    def test_row_of_autosaves_leaves_its_last_revision(self):
        autosave(self.post, self.author, 1, body="One a")
        autosave(self.post, self.author, 2, body="One ab")
        saved = save_post(self.post, self.author, 3, body="One abc")

        revisions = saved.revisions.values_list("version", "is_autosave")
        self.assertEqual(list(revisions), [(4, False), (3, True), (1, False)])

    def test_restoring_makes_a_new_version_with_the_old_text(self):
        saved = save_post(self.post, self.author, 1, body="Two")

        restored = restore_revision(saved, saved.revisions.get(version=1), self.author)

        self.assertEqual((restored.version, restored.body), (3, "One"))
        self.assertEqual(restored.revisions.count(), 3)

    def test_first_change_of_an_imported_post_keeps_its_text(self):
        post = make_post(self.author, body="Imported", status="draft")

        save_post(post, self.author, 1, body="Changed")

        self.assertEqual(list(post.revisions.values_list("body", flat=True)), ["Changed", "Imported"])

    def test_deleted_post_cannot_be_saved(self):
        Post.objects.all().delete()

        with self.assertRaises(EditConflictError) as caught:
            save_post(self.post, self.author, 1, body="Two")

        self.assertEqual(caught.exception.mine, {"body": "Two"})

    def test_address_of_another_post_is_refused_and_nothing_is_saved(self):
        make_post(slug="taken")

        with self.assertRaises(SlugTakenError):
            save_post(self.post, self.author, 1, slug="taken", body="Two")

        self.assertEqual(Post.objects.get(pk=self.post.pk).body, "One")


class AddressOfPublicPostTests(TestCase):
    def setUp(self):
        self.editor = make_user(None, Role.EDITOR)
        self.post = make_post(title="Old", slug="old")

    def test_address_stays_when_the_title_changes(self):
        self.assertEqual(save_post(self.post, self.editor, 1, title="New").slug, "old")

    def test_old_address_is_kept_when_another_one_is_chosen(self):
        save_post(self.post, self.editor, 1, slug="new")

        self.assertEqual(list(OldSlug.objects.values_list("slug", "post")), [("old", self.post.pk)])

    def test_return_to_an_old_address_does_not_redirect_to_itself(self):
        save_post(self.post, self.editor, 1, slug="new")
        save_post(self.post, self.editor, 2, slug="old")

        self.assertEqual(list(OldSlug.objects.values_list("slug", flat=True)), ["new"])

    def test_two_posts_can_swap_their_addresses(self):
        other = make_post(slug="other")
        save_post(self.post, self.editor, 1, slug="between")
        save_post(other, self.editor, 1, slug="old")
        save_post(self.post, self.editor, 2, slug="other")

        self.assertEqual(Post.objects.get(pk=self.post.pk).slug, "other")
        self.assertEqual(Post.objects.get(pk=other.pk).slug, "old")
        self.assertEqual(list(OldSlug.objects.values_list("slug", "post")), [("between", self.post.pk)])

    def test_new_post_does_not_take_an_address_that_leads_to_another(self):
        save_post(self.post, self.editor, 1, slug="new")

        self.assertEqual(create_post(self.editor, title="Old").slug, "old-2")


class DeletePostTests(TestCase):
    def test_public_post_with_a_discussion_goes_and_its_terms_are_counted(self):
        editor = make_user(None, Role.EDITOR)
        tag = Tag.objects.create(name="Rye", slug="rye", post_count=1)
        post = make_post(tags=(tag,))
        make_comment(post, parent=make_comment(post))

        delete_post(post, editor)

        self.assertFalse(Post.objects.exists())
        self.assertEqual(Tag.objects.get().post_count, 0)

    def test_post_goes_with_its_revisions(self):
        author = make_user(None, Role.AUTHOR)
        post = create_post(author, title="Gone")

        delete_post(post, author)

        self.assertFalse(Post.objects.exists())
        self.assertFalse(PostRevision.objects.exists())
