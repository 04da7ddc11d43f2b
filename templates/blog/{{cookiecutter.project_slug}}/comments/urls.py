"""URLs of comments."""

from django.urls import path

from comments import moderation_views, views

app_name = "comments"
urlpatterns = [
    path("moderation/", moderation_views.moderation, name="moderation"),
    path("on/<slug:slug>/", views.post_comment, name="post"),
    path("<int:pk>/", views.comment_detail, name="detail"),
    path("<int:pk>/reply/", views.reply, name="reply"),
    path("<int:pk>/edit/", views.edit_comment, name="edit"),
    path("<int:pk>/delete/", views.delete_comment, name="delete"),
    path("<int:pk>/report/", views.report_comment, name="report"),
    path("<int:pk>/restore/", moderation_views.restore_comment, name="restore"),
]
