"""Addresses of the evidence."""

from django.urls import path

from evidence import views

app_name = "evidence"

urlpatterns = [
    path("", views.trail, name="trail"),
    path("entries/<int:pk>/", views.entry, name="entry"),
    path("verify/", views.verification, name="verify"),
    path("alarms/", views.alarms, name="alarms"),
    path("alarms/<int:pk>/", views.alarm, name="alarm"),
]
