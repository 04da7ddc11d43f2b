"""URLs of the newsletter."""

from django.urls import path

from newsletter import editing_views, views

app_name = "newsletter"

urlpatterns = [
    path("", views.subscribe, name="subscribe"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("issues/", views.archive, name="archive"),
    path("issues/<int:pk>/", views.issue, name="issue"),
    path("manage/", editing_views.ManageView.as_view(), name="manage"),
    path("manage/new/", editing_views.CreateIssueView.as_view(), name="create"),
    path("manage/<int:pk>/", editing_views.PreviewView.as_view(), name="preview"),
    path("manage/<int:pk>/edit/", editing_views.EditIssueView.as_view(), name="edit"),
    path("manage/<int:pk>/try/", editing_views.TryIssueView.as_view(), name="try"),
    path("manage/<int:pk>/send/", editing_views.SendIssueView.as_view(), name="send"),
    path("manage/<int:pk>/delete/", editing_views.DeleteIssueView.as_view(), name="delete"),
]
