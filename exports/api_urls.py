"""API addresses of exports, under /api/v1/."""

from django.urls import path

from exports import api

urlpatterns = [
    path("exports/", api.Exports.as_view(), name="api-exports"),
    path("exports/<int:pk>/", api.ExportOne.as_view(), name="api-export"),
    path("exports/<int:pk>/download/", api.ExportDownload.as_view(), name="api-export-download"),
    path("exports/<int:pk>/again/", api.ExportAgain.as_view(), name="api-export-again"),
    path("exports/<int:pk>/approve/", api.ExportApproval.as_view(), name="api-export-approve"),
    path("exports/<int:pk>/decline/", api.ExportRefusal.as_view(), name="api-export-decline"),
]
