"""Posts, comments and tags as JSON; every field is named, and none is an e-mail address."""

from typing import Any

from rest_framework import serializers

from comments.models import Comment
from posts.models import Post
from posts.policy import can_edit_post
from taxonomy.models import Category, Tag


class PageField(serializers.Field):
    """The whole address of an object's page."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, value: Any) -> str:
        return self.context["request"].build_absolute_uri(value.get_absolute_url())


class AuthorSerializer(serializers.Serializer):
    """Who wrote a post."""

    name = serializers.CharField(source="display_name")
    handle = serializers.CharField()
    page = PageField()


class CategorySerializer(serializers.ModelSerializer):
    """The section of a post."""

    page = PageField()

    class Meta:
        model = Category
        fields = ["name", "slug", "page"]


class TagSerializer(serializers.ModelSerializer):
    """A keyword, and how many posts visitors find under it."""

    page = PageField()

    class Meta:
        model = Tag
        fields = ["name", "slug", "description", "post_count", "page"]


class PostTagSerializer(serializers.ModelSerializer):
    """A keyword as a post names it."""

    class Meta:
        model = Tag
        fields = ["name", "slug"]


class PostSerializer(serializers.ModelSerializer):
    """A post in a list: without its text."""

    url = serializers.HyperlinkedIdentityField(view_name="api:post-detail", lookup_field="slug")
    comments = serializers.HyperlinkedIdentityField(view_name="api:post-comments", lookup_field="slug")
    page = PageField()
    author = AuthorSerializer()
    category = CategorySerializer()
    tags = PostTagSerializer(many=True)
    cover = serializers.ImageField()

    class Meta:
        model = Post
        fields = [
            *("url", "page", "comments", "slug", "title", "excerpt", "state", "published_at"),
            *("reading_minutes", "word_count", "comment_count", "like_count"),
            *("cover", "cover_alt", "author", "category", "tags"),
        ]


class PostDetailSerializer(PostSerializer):
    """A post with its text: HTML for its readers, Markdown for those who may change it."""

    html = serializers.CharField(source="body_html")

    class Meta(PostSerializer.Meta):
        fields = [*PostSerializer.Meta.fields, "html"]

    def to_representation(self, instance: Post) -> dict[str, Any]:
        data = super().to_representation(instance)
        if can_edit_post(self.context["request"].user, instance):
            data["markdown"] = instance.body
        return data


class CommentSerializer(serializers.ModelSerializer):
    """A comment; of a removed one only its place stays, while answers hang on it."""

    page = PageField()
    parent = serializers.IntegerField(source="parent_id")
    author = serializers.CharField(source="author.display_name")
    html = serializers.CharField(source="body_html")
    is_removed = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields = ["id", "parent", "depth", "is_removed", "author", "html", "created_at", "edited_at", "page"]

    def get_is_removed(self, comment: Comment) -> bool:
        """Tell whether moderators or the author took it away."""
        return not comment.is_shown

    def to_representation(self, instance: Comment) -> dict[str, Any]:
        data = super().to_representation(instance)
        return data if instance.is_shown else data | {"author": "", "html": "", "page": None}


class PostFilters(serializers.Serializer):
    """What a list of posts may be narrowed by; any other value is a 400."""

    tag = serializers.SlugField(required=False, max_length=80)
    category = serializers.SlugField(required=False, max_length=80)
    author = serializers.SlugField(required=False, max_length=80)
    q = serializers.CharField(required=False, max_length=200)
