"""URLs of reviews."""

from django.urls import path

from reviews import views

app_name = "reviews"

urlpatterns = [
    path("products/<slug:slug>/reviews/", views.review_list, name="list"),
    path("products/<slug:slug>/reviews/mine/", views.write, name="write"),
    path("products/<slug:slug>/reviews/mine/delete/", views.delete, name="delete"),
    path("reviews/moderation/", views.moderation, name="moderation"),
]
