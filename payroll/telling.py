"""What this room tells of a person's file: when insurances began and ended, and which one is missing today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.perms import Perms
from core.registries import Happening, HappeningSource, Wrong, WrongSource, happenings, wrongs
from payroll import selectors


def insured(auxiliary: Any, user: Any, day: date) -> Iterator[Happening]:
    """Insurances by the day they began and ended."""
    for row in selectors.insurance_of(auxiliary, day)["enrolments"]:
        kind = {"kind": str(row.get_kind_display())}
        yield Happening(row.starts_on, "insurance", _("Insurance opened: %(kind)s") % kind)
        if row.ends_on is not None:
            yield Happening(row.ends_on, "insurance", _("Insurance ended: %(kind)s") % kind)


def uninsured(auxiliary: Any, user: Any, day: date) -> Iterator[Wrong]:
    """No insurance at all, or one that everybody has is missing."""
    now = selectors.insurance_of(auxiliary, day)["now"]
    if not now.missing:
        return
    may = user.may(Perms.EDIT_INSURANCE, auxiliary.unit)
    url = reverse("payroll:enrol", args=[auxiliary.pk]) if may else "#insurance"
    said = _("There is no insurance at all.")
    if not now.has_nothing:
        said = _("Missing insurance: %(kinds)s") % {"kinds": " · ".join(str(name) for name in now.missing)}
    yield Wrong(said, url, _("Enter insurances") if may else "")


happenings.add(HappeningSource("insurance", insured, Perms.VIEW_INSURANCE))
wrongs.add(WrongSource("insurance", uninsured, Perms.VIEW_INSURANCE))
