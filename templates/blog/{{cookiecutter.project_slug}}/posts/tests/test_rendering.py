from io import StringIO
from unittest import mock

from django.core.management import call_command
from django.test import TestCase

from core import caching
from core.markdown import render
from core.testing import assert_stays
from posts.models import Post
from posts.services import rendering
from posts.tests.factories import make_post


def run():
    """Run the command and return what it says."""
    output = StringIO()
    call_command("render_posts", stdout=output)
    return output.getvalue()


class RenderPostsTests(TestCase):
    def test_pages_of_an_older_renderer_are_replaced(self):
        old, kept = make_post(body="# Title"), make_post(body="*kept*")
        Post.objects.filter(pk=old.pk).update(body_html="<h1>Title</h1>", toc=[])
        Post.objects.filter(pk=kept.pk).update(body_html=render("*kept*").html)
        before = caching.versions("posts", f"post:{old.pk}", f"post:{kept.pk}")

        said = run()

        self.assertEqual(said, "1 pages have changed.\n")
        old.refresh_from_db()
        self.assertEqual(old.body_html, '<h2 id="section-title">Title</h2>\n')
        self.assertEqual([entry["title"] for entry in old.toc], ["Title"])
        after = caching.versions("posts", f"post:{old.pk}", f"post:{kept.pk}")
        self.assertEqual([new != was for new, was in zip(after, before, strict=True)], [True, True, False])

    def test_second_run_changes_nothing(self):
        make_post(body="# Title")
        run()

        with assert_stays(Post.objects.all()):
            self.assertEqual(run(), "0 pages have changed.\n")

    def test_every_batch_is_rendered(self):
        posts = [make_post(body=f"text {number}") for number in range(5)]
        Post.objects.update(body_html="")

        with mock.patch.object(rendering, "BATCH_ROWS", 2):
            self.assertEqual(run(), "5 pages have changed.\n")

        pages = list(Post.objects.order_by("pk").values_list("body_html", flat=True))
        self.assertEqual(pages, [f"<p>text {number}</p>\n" for number in range(len(posts))])

    def test_post_that_is_saved_meanwhile_keeps_its_newer_page(self):
        post = make_post(body="old")
        Post.objects.update(body_html="")

        def save_meanwhile(texts):
            Post.objects.filter(pk=post.pk).update(
                body="new", body_html="<p>new</p>\n", version=post.version + 1
            )
            return [render(text) for text in texts]

        with mock.patch.object(rendering, "render_many", save_meanwhile):
            self.assertEqual(run(), "0 pages have changed.\n")

        post.refresh_from_db()
        self.assertEqual(post.body_html, "<p>new</p>\n")
