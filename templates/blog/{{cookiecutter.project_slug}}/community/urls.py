"""URLs of likes and follows."""

from django.urls import path

from community import views

app_name = "community"
urlpatterns = [
    path("likes/", views.like_list, name="likes"),
    path("likes/<slug:slug>/", views.like, name="like"),
    path("following/", views.following, name="following"),
    path("following/authors/", views.author_list, name="authors"),
    path("following/authors/<slug:handle>/", views.follow, name="follow"),
]
