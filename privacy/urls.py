"""Pages about one's own data, and about what is forgotten when."""

from django.urls import path

from privacy import views

app_name = "privacy"

urlpatterns = [
    path("me/privacy/", views.own, name="own"),
    path("me/privacy/notice/", views.notice, name="notice"),
    path("me/privacy/consents/<slug:purpose>/", views.consent, name="consent"),
    path("me/privacy/copy/", views.copy, name="copy"),
    path("me/privacy/requests/new/", views.ask, name="ask"),
    path("privacy/requests/", views.requests_, name="requests"),
    path("privacy/requests/<int:pk>/", views.request_, name="request"),
    path("privacy/holds/<int:pk>/", views.holds, name="holds"),
    path("privacy/holds/<int:pk>/<int:row>/end/", views.hold_end, name="hold-end"),
    path("privacy/kept/", views.kept, name="kept"),
]
