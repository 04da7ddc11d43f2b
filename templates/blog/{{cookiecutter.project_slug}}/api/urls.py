"""URLs of the API, and of the page where one gets a token for it."""

from django.urls import include, path
from rest_framework.routers import DefaultRouter

from api.token_views import token_view
from api.views import IndexView, PostViewSet, TagViewSet


class Router(DefaultRouter):
    """The routes of the viewsets, without addresses that end in the name of a format."""

    APIRootView = IndexView
    root_view_name = "index"
    include_format_suffixes = False


router = Router(use_regex_path=False)
router.register("posts", PostViewSet, basename="post")
router.register("tags", TagViewSet, basename="tag")

app_name = "api"
urlpatterns = [
    path("api/", include(router.urls)),
    path("accounts/token/", token_view, name="token"),
]
