"""Addresses of the imports of pay: entries of a month, cards, deductions."""

from django.urls import path

from payroll.views import imports as pages

imports = [
    path("import/<slug:kind>/", pages.start, name="import"),
    path("import/<slug:kind>/empty-sheet/", pages.empty, name="import-empty"),
    path("import/<slug:kind>/<int:pk>/", pages.show, name="import-run"),
    path("import/<slug:kind>/<int:pk>/progress/", pages.how_far, name="import-progress"),
    path("import/<slug:kind>/<int:pk>/columns/", pages.choose_columns, name="import-columns"),
    path("import/<slug:kind>/<int:pk>/apply/", pages.apply, name="import-apply"),
    path("import/<slug:kind>/<int:pk>/report/", pages.download, name="import-report"),
]
