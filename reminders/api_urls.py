"""API addresses of reminders, under /api/v1/."""

from django.urls import path

from reminders import api

urlpatterns = [
    path("reminders/", api.Notices.as_view(), name="api-reminders"),
    path("reminders/<int:pk>/", api.NoticeOne.as_view(), name="api-reminder"),
    path("reminders/<int:pk>/answer/", api.Answer.as_view(), name="api-reminder-answer"),
]
