"""Addresses of the way up."""

from django.urls import path

from discipline.views import grades as views

urlpatterns = [
    path("grades/", views.ripe, name="grades"),
    path("grades/of/<int:pk>/propose/", views.propose, name="grade-propose"),
    path("grades/proposals/", views.proposals, name="grade-proposals"),
    path("grades/proposals/<int:pk>/", views.proposal, name="grade-proposal"),
    path("grades/proposals/<int:pk>/publish/", views.publish, name="grade-publish"),
    path("grades/proposals/<int:pk>/contest/", views.contest, name="grade-contest"),
    path("grades/objections/<int:pk>/settle/", views.settle, name="grade-settle"),
    path("grades/proposals/<int:pk>/decide/", views.decide, name="grade-decide"),
    path("grades/proposals/<int:pk>/reject/", views.reject, name="grade-reject"),
    path("grades/proposals/<int:pk>/withdraw/", views.withdraw, name="grade-withdraw"),
]
own_patterns = [path("grades/", views.mine, name="grades")]
