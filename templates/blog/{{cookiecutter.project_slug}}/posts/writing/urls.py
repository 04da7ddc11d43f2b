"""The addresses under /write/."""

from django.urls import path

from posts.writing import (
    autosave_views,
    desk_views,
    editor_views,
    picture_views,
    preview_views,
    report_views,
    revision_views,
    series_views,
    step_views,
)

app_name = "writing"
urlpatterns = [
    path("", desk_views.desk, name="desk"),
    path("new/", editor_views.new, name="new"),
    path("autosave/", autosave_views.autosave_draft, name="autosave"),
    path("markdown/", editor_views.preview_markdown, name="markdown"),
    path("review/", desk_views.review_queue, name="review"),
    path("report/", report_views.report, name="report"),
    path("report.csv", report_views.report_csv, name="report_csv"),
    path("series/", series_views.series_list, name="series_list"),
    path("series/<slug:slug>/", series_views.series, name="series"),
    path("shared/<str:token>/", preview_views.shared, name="shared"),
    path("<int:pk>/", editor_views.edit, name="edit"),
    path("<int:pk>/preview/", preview_views.preview, name="preview"),
    path("<int:pk>/share/", preview_views.share, name="share"),
    path("<int:pk>/submit/", step_views.submit, name="submit"),
    path("<int:pk>/return/", step_views.return_post, name="return"),
    path("<int:pk>/publish/", step_views.publish, name="publish"),
    path("<int:pk>/unpublish/", step_views.unpublish, name="unpublish"),
    path("<int:pk>/archive/", step_views.archive, name="archive"),
    path("<int:pk>/delete/", step_views.delete, name="delete"),
    path("<int:pk>/pictures/", picture_views.pictures, name="pictures"),
    path("<int:pk>/pictures/<int:picture>/delete/", picture_views.delete_picture, name="delete_picture"),
    path("<int:pk>/revisions/", revision_views.revisions, name="revisions"),
    path("<int:pk>/revisions/compare/", revision_views.compare, name="compare"),
    path("<int:pk>/revisions/<int:version>/", revision_views.revision, name="revision"),
    path("<int:pk>/revisions/<int:version>/restore/", revision_views.restore, name="restore"),
]
