"""Pages of exports."""

from django.urls import path

from exports import views

app_name = "exports"

urlpatterns = [
    path("", views.index, name="list"),
    path("new/<slug:key>/", views.new, name="new"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/download/", views.download, name="download"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/decline/", views.decline, name="decline"),
]
