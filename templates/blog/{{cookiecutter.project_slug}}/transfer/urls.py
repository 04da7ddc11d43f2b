"""URLs of the import and the export."""

from django.urls import path

from transfer import views

app_name = "transfer"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("posts.zip", views.export_zip, name="zip"),
    path("posts.json", views.export_json, name="json"),
]
