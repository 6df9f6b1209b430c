"""Addresses of the papers about one person."""

from django.urls import path

from roster.printing import views

urlpatterns = [
    path("roster/<int:pk>/contracts/<int:row>/paper/", views.contract, name="contract-paper"),
    path("roster/<int:pk>/certificate/", views.certificate, name="certificate"),
]
