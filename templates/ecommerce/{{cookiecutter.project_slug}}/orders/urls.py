"""URLs of a customer's orders."""

from django.urls import path

from orders import views

app_name = "orders"

urlpatterns = [
    path("", views.OrderListView.as_view(), name="list"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("<uuid:pk>/documents/<str:number>/", views.document, name="document"),
    path("view/<str:token>/", views.guest, name="guest"),
    path("view/<str:token>/documents/<str:number>/", views.guest_document, name="guest_document"),
]
