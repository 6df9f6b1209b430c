"""Addresses of the figures."""

from django.urls import path

from insights import views

app_name = "insights"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:key>.<slug:kind>", views.download, name="download"),
]
