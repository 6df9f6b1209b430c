"""Addresses of the desk, the auxiliary's own pages, what a phone keeps of them, and search."""

from django.urls import path

from auxpolice.views import design, desk, offline, own, search, system

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("desk/badges/", desk.badges, name="badges"),
    path("me/", own.own, name="me"),
    path("me/duties/", own.duties, name="me-duties"),
    path("me/file/", own.file, name="me-file"),
    path("me/more/", own.mine, name="me-mine"),
    path("me/duties.ics", own.ics, name="me-calendar"),
    path("me/card/", offline.card, name="me-card"),
    path("offline/", offline.offline, name="offline"),
    path("worker.js", offline.worker, name="worker"),
    path("<slug:language>.webmanifest", offline.manifest, name="manifest"),
    path("search/", search.search, name="search"),
    path("search/at-once/", search.at_once, name="search-at-once"),
    path("system/", system.system, name="system"),
    path("design/", design.gallery, name="design"),
    path("design/<slug:name>/", design.page, name="design-page"),
]
