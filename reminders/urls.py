"""Addresses of the reminders."""

from django.urls import path

from reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.notices, name="list"),
    path("seen/", views.seen, name="seen"),
    path("messages/", views.told, name="messages"),
    path("messages/seen/", views.all_told_seen, name="messages-seen"),
    path("messages/<int:pk>/open/", views.open_told, name="message-open"),
    path("<int:pk>/", views.notice, name="notice"),
]
