"""Addresses of the reminders."""

from django.urls import path

from reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.notices, name="list"),
    path("seen/", views.seen, name="seen"),
    path("<int:pk>/", views.notice, name="notice"),
]
