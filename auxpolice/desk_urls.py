"""Addresses of the desk, the auxiliary's own pages and search."""

from django.urls import path

from auxpolice.views import desk, own, search, system

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("me/", own.own, name="me"),
    path("search/", search.search, name="search"),
    path("system/", system.system, name="system"),
]
