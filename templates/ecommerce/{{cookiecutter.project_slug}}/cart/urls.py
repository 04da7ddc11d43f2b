"""URLs of the cart."""

from django.urls import path

from cart import views

app_name = "cart"

urlpatterns = [
    path("", views.detail, name="detail"),
    path("add/", views.add, name="add"),
    path("lines/<int:pk>/", views.change, name="change"),
    path("lines/<int:pk>/remove/", views.remove, name="remove"),
    path("coupon/", views.coupon, name="coupon"),
]
