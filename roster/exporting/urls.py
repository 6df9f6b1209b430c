"""Addresses of the export; part of the roster's."""

from django.urls import path

from roster.exporting import views

urlpatterns = [path("roster/export/", views.page, name="export")]
