"""URLs of the checkout, in the order of its steps."""

from django.urls import path

from checkout import views

app_name = "checkout"

urlpatterns = [
    path("", views.start, name="start"),
    path("shipping/", views.shipping, name="shipping"),
    path("review/", views.review, name="review"),
    path("order/", views.place, name="place"),
]
