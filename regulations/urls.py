"""Pages of the law library and of local rules."""

from django.urls import path

from regulations.views import library, local, places

app_name = "law"

urlpatterns = [
    path("", library.index, name="index"),
    path("instruments/<str:key>/", library.instrument, name="instrument"),
    path("duties/", library.duties, name="duties"),
    path("duties/<slug:code>/", library.duty, name="duty"),
    path("values/", library.values, name="values"),
    path("values/<str:key>/", library.value, name="value"),
    path("rules/", library.rules, name="rules"),
    path("changes/", library.changes, name="changes"),
    path("places/", places.index, name="places"),
    path("places/new/", places.choose, name="place"),
    path("confirm/", local.points, name="confirm"),
    path("confirm/<str:kind>/<str:pack>/<str:key>/", local.confirm, name="confirm-one"),
    path("local/", local.rules, name="local"),
    path("local/bans/new/", local.ban, name="ban"),
    path("local/bans/<int:pk>/lift/", local.lift, name="lift"),
    path("local/values/new/", local.value, name="local-value"),
    path("local/<str:kind>/<int:pk>/approve/", local.approve, name="approve"),
    path("local/<str:kind>/<int:pk>/decline/", local.decline, name="decline"),
]
