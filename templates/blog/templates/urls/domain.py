urlpatterns += []
