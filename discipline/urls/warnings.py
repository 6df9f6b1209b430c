"""Addresses of the early warning."""

from django.urls import path

from discipline.views import warnings as views

urlpatterns = [
    path("warnings/", views.warnings, name="warnings"),
    path("warnings/<int:pk>/", views.warning, name="warning"),
    path("warnings/<int:pk>/answer/", views.answer, name="warning-answer"),
]
