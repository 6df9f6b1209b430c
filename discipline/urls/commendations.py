"""Addresses of nominations and awards."""

from django.urls import path

from discipline.views import commendations as views

urlpatterns = [
    path("commendations/", views.listed, name="commendations"),
    path("commendations/new/", views.nominate, name="commendation-new"),
    path("commendations/<int:pk>/", views.one, name="commendation"),
    path("commendations/<int:pk>/publish/", views.publish, name="commendation-publish"),
    path("commendations/<int:pk>/award/", views.award, name="commendation-award"),
    path("commendations/<int:pk>/reject/", views.reject, name="commendation-reject"),
    path("commendations/<int:pk>/withdraw/", views.withdraw, name="commendation-withdraw"),
    path("commendations/<int:pk>/revoke/", views.revoke, name="commendation-revoke"),
    path("commendations/<int:pk>/object/", views.object_to, name="commendation-object"),
    path("commendations/<int:pk>/paper/", views.paper, name="commendation-paper"),
    path("objections/<int:pk>/settle/", views.settle, name="objection-settle"),
]
own_patterns = [
    path("commendations/", views.mine, name="commendations"),
    path("commendations/<int:pk>/object/", views.own_object, name="commendation-object"),
    path("commendations/<int:pk>/paper/", views.own_paper, name="commendation-paper"),
]
