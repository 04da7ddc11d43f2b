"""URLs of the import and the export."""

from django.urls import path

from transfer import views

app_name = "transfer"

urlpatterns = [
    path("", views.TransferView.as_view(), name="overview"),
    path("posts.zip", views.ExportZipView.as_view(), name="zip"),
    path("posts.json", views.ExportJSONView.as_view(), name="json"),
]
