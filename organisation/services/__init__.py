"""Everything that changes units, officers, employers and agreements."""

from organisation.services.employers import add_employer, sign_agreement
from organisation.services.people import add_officer, add_person, change_contacts, change_officer, enter_officer
from organisation.services.units import change_unit, close_unit, open_unit, set_jurisdiction

__all__ = [
    "add_employer",
    "add_officer",
    "add_person",
    "change_contacts",
    "change_officer",
    "change_unit",
    "close_unit",
    "enter_officer",
    "open_unit",
    "set_jurisdiction",
    "sign_agreement",
]
