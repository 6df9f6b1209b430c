"""What this room keeps about a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.registries import PersonalData, not_personal_data, personal_data

RELATIVE = "data of a relative: given to the relative, not to you"
CONTACT = "data of the person to call; you see it masked on your page"
TECHNICAL = "technical"

for order, (model, title, without) in enumerate(
    (
        (
            "roster.Auxiliary",
            _("My file"),
            {"emergency_name": CONTACT, "emergency_phone": CONTACT, "version": TECHNICAL},
        ),
        ("roster.Posting", _("My postings"), {}),
        ("roster.GradeRecord", _("My grades"), {}),
        ("roster.Contract", _("My contracts"), {"version": TECHNICAL}),
        ("roster.WorkCard", _("My work cards"), {}),
        ("roster.Issue", _("What I hold"), {}),
        ("roster.Qualification", _("My trainings and certificates"), {}),
        ("roster.Restriction", _("Restrictions on my duties"), {"source": "names who reported or decided"}),
        ("roster.Relationship", _("Relatives I declared"), {"name": RELATIVE, "works_at": RELATIVE}),
        ("roster.Document", _("Papers in my file"), {}),
        ("roster.Injury", _("My work injuries"), {}),
        ("roster.Leaving", _("My leaving"), {}),
    )
):
    lookup = "person" if model == "roster.Auxiliary" else "auxiliary__person"
    personal_data.add(PersonalData(model, title, lookup, without=without, order=100 + order))
not_personal_data["roster.ImportRun"] = "an act of office: a sheet that was read; what it changed is on file"
not_personal_data["roster.SavedView"] = "how a user looks at a list: filters and columns, no person"
