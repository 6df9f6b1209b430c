"""What this room hangs on the common pages: navigation, search, words of the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import NavigationItem, SearchSource, action_words, navigation, search_sources
from organisation import selectors

navigation.add(NavigationItem("units", _("Units"), "organisation:units", (Perms.VIEW_UNITS,), order=300))
navigation.add(NavigationItem("officers", _("Officers"), "organisation:officers", (Perms.VIEW_OFFICERS,), order=310))
navigation.add(NavigationItem("employers", _("Employers"), "organisation:employers", (Perms.EDIT_UNITS,), order=320))
for key, title, find, right, order, everything in (
    ("officers", _("Officers"), selectors.find_officers, Perms.VIEW_OFFICERS, 310, selectors.all_officers),
    ("units", _("Units"), selectors.find_units, Perms.VIEW_UNITS, 320, selectors.all_units),
):
    search_sources.add(SearchSource(key, title, find, right, order, everything=everything))
action_words.update(
    {
        "unit.opened": _("Unit opened"),
        "unit.changed": _("Unit changed"),
        "unit.closed": _("Unit closed"),
        "unit.jurisdiction_set": _("Rules of a place set"),
        "person.added": _("Person entered"),
        "person.contacts_changed": _("Contacts changed"),
        "officer.added": _("Officer entered"),
        "officer.changed": _("Officer's record changed"),
        "employer.added": _("Employer entered"),
        "agreement.signed": _("Dispatch agreement signed"),
    }
)
