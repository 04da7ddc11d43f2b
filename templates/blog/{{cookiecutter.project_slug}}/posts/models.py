"""A post, its earlier texts and its former addresses."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import TimeStampedModel
from posts.querysets import PostQuerySet
from taxonomy.models import Category, Series, Tag


def narrow_name(name: str, width: int) -> str:
    """Return where the copy of a picture that is ``width`` pixels wide is stored."""
    return f"{name.rsplit('.', 1)[0]}-{width}.webp"


class Post(TimeStampedModel):
    """An article: Markdown in, sanitised HTML kept beside it."""

    class Status(models.TextChoices):
        """How far a post has come; a published one is visible from ``published_at`` on."""

        DRAFT = "draft", _("draft")
        REVIEW = "review", _("in review")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("archived")

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts", verbose_name=_("author")
    )
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=220, unique=True)
    excerpt = models.CharField(_("excerpt"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    body_html = models.TextField(_("text as HTML"), blank=True, editable=False)
    toc = models.JSONField(_("table of contents"), default=list, blank=True, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=1, editable=False)
    word_count = models.PositiveIntegerField(_("words"), default=0, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True, editable=False)
    cover = models.ImageField(
        _("cover image"),
        upload_to="covers/%Y/%m/",
        blank=True,
        width_field="cover_width",
        height_field="cover_height",
    )
    cover_alt = models.CharField(_("what the cover shows"), max_length=200, blank=True)
    cover_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    cover_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    cover_widths = models.JSONField(
        _("smaller copies of the cover"), default=list, blank=True, editable=False
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="posts",
        verbose_name=_("category"),
        null=True,
        blank=True,
    )
    tags = models.ManyToManyField(Tag, related_name="posts", verbose_name=_("tags"), blank=True)
    series = models.ForeignKey(
        Series,
        on_delete=models.SET_NULL,
        related_name="posts",
        verbose_name=_("series"),
        null=True,
        blank=True,
    )
    series_position = models.PositiveSmallIntegerField(_("position in the series"), null=True, blank=True)
    comments_open = models.BooleanField(_("comments are open"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    share_version = models.PositiveIntegerField(_("version of the share link"), default=1, editable=False)
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    like_count = models.PositiveIntegerField(_("likes"), default=0, editable=False)
    view_count = models.PositiveBigIntegerField(_("views"), default=0, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="posts_published_has_date",
            ),
            models.CheckConstraint(condition=Q(cover="") | ~Q(cover_alt=""), name="posts_cover_has_alt"),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(), F("id").desc(), name="posts_newest", condition=Q(status="published")
            ),
            models.Index(
                "category",
                F("published_at").desc(),
                name="posts_in_category",
                condition=Q(status="published"),
            ),
            models.Index(
                "author", F("published_at").desc(), name="posts_by_author", condition=Q(status="published")
            ),
            models.Index("author", F("updated_at").desc(), name="posts_desk"),
            models.Index(fields=["submitted_at"], name="posts_in_review", condition=Q(status="review")),
            models.Index(
                fields=["published_at"],
                name="posts_to_announce",
                condition=Q(status="published", announced_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("posts:detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether visitors see it now."""
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at is not None
            and self.published_at <= timezone.now()
        )

    @property
    def state(self) -> str:
        """The status, or "scheduled" for a post whose time has not come."""
        return "scheduled" if self.status == self.Status.PUBLISHED and not self.is_public else self.status

    @property
    def state_label(self) -> str:
        """The state in words for humans."""
        return str(_("scheduled")) if self.state == "scheduled" else str(self.get_status_display())

    @property
    def was_public(self) -> bool:
        """Whether visitors can know its address: it is or has been published."""
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def cover_srcset(self) -> str:
        """The smaller copies of the cover as an ``srcset``, empty until the worker has made them."""
        storage, name = self.cover.storage, self.cover.name or ""
        copies = (f"{storage.url(narrow_name(name, width))} {width}w" for width in self.cover_widths)
        return ", ".join(copies) if name else ""


class PostRevision(models.Model):
    """The text of a post as somebody saved it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions", verbose_name=_("post"))
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("editor")
    )
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    excerpt = models.CharField(_("excerpt"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    is_autosave = models.BooleanField(_("saved by itself"), default=False)
    created_at = models.DateTimeField(_("saved at"), auto_now_add=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["post", "version"], name="posts_one_revision_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class PostImage(models.Model):
    """A picture that stands in the text of a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="images", verbose_name=_("post"))
    file = models.ImageField(
        _("picture"), upload_to="pictures/%Y/%m/", width_field="width", height_field="height"
    )
    alt = models.CharField(_("what the picture shows"), max_length=200)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.alt

    @property
    def markdown(self) -> str:
        """What an author pastes into the text to show the picture."""
        alt = self.alt.replace("\\", "").replace("[", "(").replace("]", ")")
        return f"![{alt}]({self.file.url})"


class OldSlug(models.Model):
    """An address that a post had before: it leads to the present one for ever."""

    slug = models.SlugField(_("slug"), max_length=220, unique=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="old_slugs", verbose_name=_("post"))

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.slug
