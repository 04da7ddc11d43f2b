from unittest import mock

from django.http import HttpResponse, HttpResponseNotFound
from django.middleware.csrf import get_token
from django.test import RequestFactory, SimpleTestCase, override_settings
from django.utils import timezone, translation

from core import caching, conditional
from core.conditional import conditional_page, is_personal

SIGNED_IN = {"sessionid": "abc"}


def visit(view, cookies=None, method="get", **headers):
    """Call the view as a visitor with these cookies and headers would."""
    request = getattr(RequestFactory(), method)("/", headers=headers)
    request.COOKIES.update(cookies or {})
    return view(request)


class AnonymousTests(SimpleTestCase):
    def setUp(self):
        self.make = mock.Mock(side_effect=lambda _request: HttpResponse("page"))
        self.view = conditional_page(["posts"])(self.make)

    def test_page_may_be_kept_and_must_be_checked(self):
        response = visit(self.view)

        self.assertEqual(response.headers["Cache-Control"], "public, no-cache")
        self.assertEqual(response.headers["Vary"], "Cookie, Accept-Language, HX-Request")
        self.assertRegex(response.headers["ETag"], r'^W/"[0-9a-f]{24}"$')

    def test_unchanged_page_is_answered_without_the_view(self):
        etag = visit(self.view).headers["ETag"]

        response = visit(self.view, if_none_match=etag)

        self.assertEqual((response.status_code, response.content), (304, b""))
        self.assertEqual(response.headers["ETag"], etag)
        self.assertEqual(response.headers["Cache-Control"], "public, no-cache")
        self.assertEqual(self.make.call_count, 1)

    def test_changed_page_is_made_anew(self):
        etag = visit(self.view).headers["ETag"]
        caching.bump("posts")

        response = visit(self.view, if_none_match=etag)

        self.assertEqual((response.status_code, response.content), (200, b"page"))
        self.assertNotEqual(response.headers["ETag"], etag)

    def test_language_time_zone_release_and_fragment_make_other_tags(self):
        tags = {visit(self.view).headers["ETag"]}
        with translation.override("de"):
            tags.add(visit(self.view).headers["ETag"])
        with timezone.override("Asia/Tokyo"):
            tags.add(visit(self.view).headers["ETag"])
        with mock.patch.object(conditional, "release", return_value="next"):
            tags.add(visit(self.view).headers["ETag"])
        tags.add(visit(self.view, hx_request="true").headers["ETag"])
        tags.add(visit(self.view, hx_request="true", hx_target="list").headers["ETag"])

        self.assertEqual(len(tags), 6)

    def test_parts_may_come_from_a_function_of_the_route(self):
        view = conditional_page(lambda _request, slug: (slug,))(lambda _request, slug: HttpResponse(slug))
        request = RequestFactory().get("/")

        self.assertNotEqual(view(request, slug="a").headers["ETag"], view(request, slug="b").headers["ETag"])

    def test_head_is_conditional_too(self):
        etag = visit(self.view).headers["ETag"]

        self.assertEqual(visit(self.view, method="head", if_none_match=etag).status_code, 304)

    def test_missing_page_gets_no_tag(self):
        view = conditional_page(["posts"])(lambda _request: HttpResponseNotFound())

        self.assertNotIn("ETag", visit(view).headers)

    def test_own_cache_control_of_the_view_stays(self):
        view = conditional_page(["posts"])(
            lambda _request: HttpResponse(headers={"Cache-Control": "no-store"})
        )

        self.assertEqual(visit(view).headers["Cache-Control"], "no-store")

    @override_settings(DEBUG=True)
    def test_nothing_is_kept_while_one_edits_templates(self):
        response = visit(self.view)

        self.assertNotIn("ETag", response.headers)


class PrivacyTests(SimpleTestCase):
    def setUp(self):
        self.view = conditional_page(["posts"])(
            lambda request: HttpResponse(f"Hello {request.COOKIES.get('sessionid', 'stranger')}")
        )

    def test_personal_page_is_for_one_browser_only(self):
        response = visit(self.view, SIGNED_IN)

        self.assertEqual(response.headers["Cache-Control"], "private, no-cache")
        self.assertIn("Cookie", response.headers["Vary"])
        self.assertNotIn("ETag", response.headers)

    def test_tag_of_a_visitor_is_no_answer_for_a_member(self):
        etag = visit(self.view).headers["ETag"]

        response = visit(self.view, SIGNED_IN, if_none_match=etag)

        self.assertEqual((response.status_code, response.content), (200, b"Hello abc"))

    def test_waiting_message_makes_the_page_personal(self):
        self.assertEqual(visit(self.view, {"messages": "m"}).headers["Cache-Control"], "private, no-cache")

    def test_csrf_token_is_never_shared(self):
        view = conditional_page(["posts"])(lambda request: HttpResponse(get_token(request)))

        response = visit(view)

        self.assertEqual(response.headers["Cache-Control"], "private, no-cache")
        self.assertNotIn("ETag", response.headers)

    def test_page_that_sets_a_cookie_is_never_shared(self):
        def view(request):
            response = HttpResponse("page")
            response.set_cookie("name", "value")
            return response

        response = visit(conditional_page(["posts"])(view))

        self.assertEqual(response.headers["Cache-Control"], "private, no-cache")

    def test_page_that_begins_a_session_is_never_shared(self):
        def view(request):
            request.session = mock.Mock(modified=True)
            return HttpResponse("page")

        self.assertNotIn("ETag", visit(conditional_page(["posts"])(view)).headers)

    def test_change_is_never_conditional(self):
        etag = visit(self.view).headers["ETag"]

        response = visit(self.view, method="post", if_none_match=etag)

        self.assertEqual(response.status_code, 200)
        self.assertNotIn("ETag", response.headers)

    def test_other_cookies_do_not_make_a_page_personal(self):
        request = RequestFactory().get("/")
        request.COOKIES.update({"analytics": "1", "django_language": "de", "csrftoken": "t"})

        self.assertFalse(is_personal(request))
