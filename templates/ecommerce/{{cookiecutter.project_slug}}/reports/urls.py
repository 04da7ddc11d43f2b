"""URLs of the dashboard."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("sales.csv", views.sales_csv, name="sales_csv"),
]
