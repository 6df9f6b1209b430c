"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from core.registries import PersonalData, not_personal_data, personal_data

DERIVED = "derived from the name, for searching"

personal_data.add(
    PersonalData(
        "organisation.Person",
        _("Who I am"),
        "pk",
        without={"search": DERIVED, "initials": DERIVED},
        order=10,
    )
)
not_personal_data.update(
    {
        "organisation.UnitJurisdiction": "an act of office: who set a unit's rules",
        "organisation.Officer": "the service record of a police officer, kept under the Police Law; no auxiliary has one",
    }
)
