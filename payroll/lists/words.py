"""What the reports of pay call reasons, verdicts, bands of service; and what the trail calls a bank file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from payroll.comparing import equal, people
from payroll.comparing.equal import Class

REASONS: Final[dict[str, Any]] = {
    people.SENIORITY: gettext_lazy("Seniority pay"),
    people.TIMES: gettext_lazy("Allowances by times worked"),
    people.PERFORMANCE: gettext_lazy("Performance pay"),
    people.OVERTIME: gettext_lazy("Overtime"),
    people.MISSED: gettext_lazy("Absence and sick leave"),
    people.PART: gettext_lazy("Part of a month, or probation"),
    people.EARLIER: gettext_lazy("Pay of earlier months"),
    people.BONUS: gettext_lazy("Yearly bonus"),
    people.ENDING: gettext_lazy("Severance"),
}
VERDICTS: Final[dict[str, Any]] = {
    equal.HIGHEST: gettext_lazy("most for the same work"),
    equal.EQUAL: gettext_lazy("the same"),
    equal.EXPLAINED: gettext_lazy("explained"),
    equal.UNEXPLAINED: gettext_lazy("not explained"),
    equal.HIDDEN: gettext_lazy("fewer than three people: not told"),
}
DIMENSIONS: Final[dict[str, Any]] = {
    "unit": gettext_lazy("Unit"),
    "employer": gettext_lazy("Employer"),
    "source": gettext_lazy("Source of money"),
}


def class_said(of: Class, bands: Sequence[int]) -> str:
    """`Patrol · third grade · 3 to 4 years of service`."""
    return " · ".join(part for part in (of.post or _("no post"), of.grade, band_said(of.band, bands)) if part)


def band_said(band: int, bands: Sequence[int]) -> str:
    """A band of service in words."""
    if band == 0:
        first = bands[0]
        return ngettext("under %(count)s year of service", "under %(count)s years of service", first) % {"count": first}
    if band == len(bands):
        return _("%(count)s years of service and more") % {"count": bands[-1]}
    first, last = bands[band - 1], bands[band] - 1
    if first == last:
        return ngettext("%(count)s year of service", "%(count)s years of service", first) % {"count": first}
    return _("%(first)s to %(last)s years of service") % {"first": first, "last": last}
