"""URLs of the pages for readers."""

from django.urls import path

from posts import (
    converters,  # noqa: F401 - importing registers the converters of the addresses below
    feed_views,
    search_views,
    sitemaps,
    views,
)

app_name = "posts"
urlpatterns = [
    path("", views.front, name="front"),
    path("posts/<slug:slug>/", views.detail, name="detail"),
    path("authors/<slug:handle>/", views.author, name="author"),
    path("archive/", views.archive, name="archive"),
    path("archive/<year:year>/", views.archive_year, name="archive_year"),
    path("archive/<year:year>/<month:month>/", views.archive_month, name="archive_month"),
    path("search/", search_views.search, name="search"),
    path("feeds/<feed:kind>/", feed_views.site_feed, name="feed"),
    path("feeds/tags/<slug:slug>/<feed:kind>/", feed_views.tag_feed, name="tag_feed"),
    path("feeds/categories/<slug:slug>/<feed:kind>/", feed_views.category_feed, name="category_feed"),
    path("feeds/authors/<slug:handle>/<feed:kind>/", feed_views.author_feed, name="author_feed"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_section, name="sitemap_section"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
