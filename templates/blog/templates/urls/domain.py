urlpatterns += [path("", include("posts.urls")), path("", include("taxonomy.urls"))]
urlpatterns += [path("newsletter/", include("newsletter.urls"))]
urlpatterns += [path("write/transfer/", include("transfer.urls"))]
urlpatterns += [
    path("comments/", include("comments.urls")),
    path("notifications/", include("notifications.urls")),
    path("", include("community.urls")),
]
urlpatterns += [path("write/", include("posts.writing.urls"))]
urlpatterns += [path("", include("api.urls"))]
