"""The addresses of the site, and one that costs nothing: the floor under all measurements."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def floor(request: HttpRequest) -> HttpResponse:
    """Answer with the least there is; what it costs is middleware."""
    return HttpResponse("ok")


urlpatterns = [path("floor/", floor), path("", include("config.urls"))]
