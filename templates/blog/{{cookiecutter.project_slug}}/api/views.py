"""The API: posts, their comments and tags, to read only."""

from typing import Any

from django.db.models import QuerySet
from django.utils.cache import patch_vary_headers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import APIRootView
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from api.pages import CommentPages, CursorPages, TagPages
from api.serializers import (
    CommentSerializer,
    PostDetailSerializer,
    PostFilters,
    PostSerializer,
    TagSerializer,
)
from comments.models import Comment
from posts.models import Post
from posts.search import find_posts
from taxonomy.models import Tag


class Open:
    """Lets everybody in, for querysets decide who sees what; what a token opens is kept by no cache."""

    permission_classes = [AllowAny]
    http_method_names = ["get", "head", "options"]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ["Authorization"])
        return response


class IndexView(Open, APIRootView):
    """The addresses to begin with."""


class PostViewSet(Open, ReadOnlyModelViewSet):
    """Posts that the reader may see, the newest first."""

    lookup_field = "slug"
    lookup_value_converter = "slug"
    pagination_class = CursorPages

    def get_serializer_class(self) -> type[PostSerializer]:
        return PostDetailSerializer if self.action == "retrieve" else PostSerializer

    def get_queryset(self) -> QuerySet[Post]:
        posts = Post.objects.visible_to(self.request.user).select_related("author", "category")
        return posts.prefetch_related("tags")

    def filter_queryset(self, queryset: QuerySet[Post]) -> QuerySet[Post]:
        if self.action != "list":
            return queryset
        filters = PostFilters(data=self.request.query_params)
        filters.is_valid(raise_exception=True)
        return narrow(queryset, **filters.validated_data).with_cards().by_moment(self.request.user)

    @action(detail=True, pagination_class=CommentPages, serializer_class=CommentSerializer)
    def comments(self, request: Request, slug: str) -> Response:
        """Return what stands under a post, in reading order."""
        page = self.paginate_queryset(Comment.objects.thread(self.get_object().pk))
        data = CommentSerializer(page, many=True, context=self.get_serializer_context()).data
        return self.get_paginated_response(data)


class TagViewSet(Open, ListModelMixin, GenericViewSet):
    """Tags that have public posts."""

    queryset = Tag.objects.filter(post_count__gt=0)
    serializer_class = TagSerializer
    pagination_class = TagPages


def narrow(
    posts: QuerySet[Post], *, tag: str = "", category: str = "", author: str = "", q: str = ""
) -> QuerySet[Post]:
    """Keep the posts under the terms, of the author, and, among public ones, with the words."""
    slugs = {"tags__slug": tag, "category__slug": category, "author__handle": author}
    posts = posts.filter(**{lookup: slug for lookup, slug in slugs.items() if slug})
    return posts.filter(pk__in=find_posts(q)) if q else posts
