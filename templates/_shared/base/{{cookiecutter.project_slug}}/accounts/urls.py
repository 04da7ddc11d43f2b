"""URLs of a user's own account."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.OverviewView.as_view(), name="overview"),
    path("profile/", views.ProfileView.as_view(), name="profile"),
    path("export/", views.export_view, name="export"),
    path("delete/", views.delete_view, name="delete"),
]
