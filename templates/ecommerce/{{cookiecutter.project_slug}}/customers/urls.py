"""URLs of the address book."""

from django.urls import path

from customers import views

app_name = "customers"

urlpatterns = [
    path("accounts/addresses/", views.addresses, name="addresses"),
    path("accounts/addresses/new/", views.add, name="add"),
    path("accounts/addresses/<int:pk>/", views.edit, name="edit"),
    path("accounts/addresses/<int:pk>/delete/", views.delete, name="delete"),
    path("country/", views.country, name="country"),
]
