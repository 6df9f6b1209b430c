"""Addresses of the import; part of the roster's."""

from django.urls import path

from roster.importing import views

urlpatterns = [
    path("roster/import/", views.start, name="import"),
    path("roster/import/empty-sheet/", views.empty, name="import-empty"),
    path("roster/import/<int:pk>/", views.show, name="import-run"),
    path("roster/import/<int:pk>/progress/", views.how_far, name="import-progress"),
    path("roster/import/<int:pk>/columns/", views.choose_columns, name="import-columns"),
    path("roster/import/<int:pk>/apply/", views.apply, name="import-apply"),
    path("roster/import/<int:pk>/report/", views.download, name="import-report"),
]
