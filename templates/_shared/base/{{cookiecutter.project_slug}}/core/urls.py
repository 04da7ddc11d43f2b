"""URLs that every project has."""

from django.urls import path

from core import views

app_name = "core"
urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("preferences/", views.preferences, name="preferences"),
]
