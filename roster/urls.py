"""Addresses of the roster."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, path

from roster.views import acts, files, lists, people, together, told

app_name = "roster"

ON_A_FILE = (
    ("edit/", acts.edit, "edit"),
    ("move/", acts.move, "move"),
    ("grade/", acts.grade, "grade"),
    ("leave/", acts.leave, "leave"),
    ("rehire/", files.rehire, "rehire"),
    ("happened/", files.happened, "happened"),
    ("photo/", files.photo, "photo"),
    ("identity/", files.unmask, "unmask"),
    ("sign-in/", files.open_account, "open-account"),
    ("contracts/new/", acts.sign, "contract-sign"),
    ("contracts/<int:row>/renew/", acts.renew, "contract-renew"),
    ("contracts/<int:row>/signature/", acts.signature, "contract-signature"),
    ("contracts/<int:row>/extend/", acts.extend, "contract-extend"),
    ("contracts/<int:row>/end/", acts.end, "contract-end"),
    ("cards/new/", acts.card, "card-issue"),
    ("cards/<int:row>/return/", acts.card_return, "card-return"),
    ("equipment/new/", acts.issue, "equipment-issue"),
    ("equipment/<int:row>/return/", acts.issue_return, "equipment-return"),
    ("restrictions/new/", acts.restrict, "restrict"),
    ("restrictions/<int:row>/lift/", acts.lift, "restriction-lift"),
    ("qualifications/new/", acts.qualify, "qualification-add"),
    ("qualifications/<int:row>/end/", acts.unqualify, "qualification-end"),
    ("relationships/new/", acts.relate, "relationship-add"),
    ("relationships/<int:row>/end/", acts.unrelate, "relationship-end"),
    ("injuries/new/", acts.injury, "injury-report"),
    ("injuries/<int:row>/", acts.injury_change, "injury-change"),
    ("documents/new/", acts.document, "document-add"),
    ("documents/<int:row>/", files.document, "document"),
    ("documents/<int:row>/withdraw/", acts.document_withdraw, "document-withdraw"),
    ("leavings/<int:row>/", acts.transfers, "transfers"),
)


def _of(module: str) -> list[URLPattern | URLResolver]:
    """Addresses of the import, which stands in a folder of its own."""
    return list(import_module(module).urlpatterns) if find_spec(module) else []


urlpatterns: list[URLPattern | URLResolver] = [
    path("roster/", people.auxiliaries, name="list"),
    path("roster/columns/", people.choose_columns, name="columns"),
    path("roster/views/", people.keep_view, name="view-keep"),
    path("roster/views/<int:pk>/forget/", people.forget_view, name="view-forget"),
    path("roster/together/", together.act_together, name="together"),
    path("roster/new/", files.hire, name="hire"),
    path("roster/new/identity/", told.identity, name="identity-told"),
    path("roster/new/place/", told.place, name="place-told"),
    *_of("roster.importing.urls"),
    *_of("roster.printing.urls"),
    path("roster/<int:pk>/", files.file, name="file"),
    *(path(f"roster/<int:pk>/{address}", view, name=name) for address, view, name in ON_A_FILE),
    path("contracts/", lists.contracts, name="contracts"),
    path("posts/", lists.posts, name="posts"),
    path("posts/new/", lists.post_open, name="post-open"),
    path("posts/<int:pk>/", lists.post_change, name="post-change"),
    path("quotas/", lists.quotas, name="quotas"),
    path("quotas/new/", lists.quota_allocate, name="quota-allocate"),
    path("quotas/<int:pk>/", lists.quota_change, name="quota-change"),
]
