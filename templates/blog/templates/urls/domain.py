urlpatterns += []
urlpatterns += [path("newsletter/", include("newsletter.urls"))]
urlpatterns += [path("write/transfer/", include("transfer.urls"))]
