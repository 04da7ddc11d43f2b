"""The URLs of the site, and pages that only a browser test looks at: every component and every error."""

from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils.safestring import mark_safe
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from config import urls
from core import error_pages

CODE = '@cache\ndef add(a: int = 1) -> str:\n    """Add."""  # a comment\n    return f"{a}" or None\n'


class EveryField(forms.Form):
    """One field of each kind."""

    name = forms.CharField(help_text="As you like.")
    text = forms.CharField(widget=forms.Textarea)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    many = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    one = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, help_text="Only one.")
    file = forms.FileField()
    agree = forms.BooleanField(help_text="Please.")


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component; a POST shows the form with its errors."""
    template = engines["django"].from_string(Path(__file__).with_name("gallery.html").read_text("utf-8"))
    context = {
        "code": mark_safe(highlight(CODE, PythonLexer(), HtmlFormatter())),  # noqa: S308
        "form": EveryField(request.POST or None),
        "page": Paginator(range(30), 10).page(2),
        "trail": [("Start", "/"), ("Gallery", "")],
    }
    return HttpResponse(template.render(context, request))


def broken(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of an error."""
    pages = {
        400: error_pages.bad_request,
        403: error_pages.permission_denied,
        404: error_pages.page_not_found,
        419: error_pages.csrf_failure,
        429: lambda request: error_pages.too_many_requests(request, 30),
        500: error_pages.server_error,
    }
    return pages[status](request)


handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
urlpatterns = [
    path("gallery/", gallery),
    path("broken/<int:status>/", broken),
    *urls.urlpatterns,
]
