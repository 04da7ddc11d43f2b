"""URLs of the catalogue."""

from django.urls import path

from catalog import currency_views, sitemaps, views

app_name = "catalog"

urlpatterns = [
    path("", views.front, name="front"),
    path("products/", views.product_list, name="list"),
    path("products/<slug:slug>/", views.product, name="product"),
    path("categories/<slug:slug>/", views.category, name="category"),
    path("search/", views.search, name="search"),
    path("currency/", currency_views.currency, name="currency"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_section, name="sitemap_section"),
    path("robots.txt", sitemaps.robots, name="robots"),
]
