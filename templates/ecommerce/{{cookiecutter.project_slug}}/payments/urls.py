"""URLs of payments."""

from django.urls import path

from payments import views
from payments.webhook import webhook

app_name = "payments"

urlpatterns = [
    path("webhook/", webhook, name="webhook"),
    path("orders/<uuid:pk>/", views.pay, name="pay"),
    path("<uuid:pk>/done/", views.done, name="done"),
    path("<uuid:pk>/cancelled/", views.cancelled, name="cancelled"),
]
