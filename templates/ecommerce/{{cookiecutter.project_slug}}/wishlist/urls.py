"""URLs of the wishlist."""

from django.urls import path

from wishlist import views

app_name = "wishlist"

urlpatterns = [
    path("", views.detail, name="detail"),
    path("add/", views.add, name="add"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("<int:pk>/to-cart/", views.to_cart, name="to_cart"),
    path("share/", views.share, name="share"),
    path("unshare/", views.unshare, name="unshare"),
    path("shared/<uuid:token>/", views.shared, name="shared"),
]
