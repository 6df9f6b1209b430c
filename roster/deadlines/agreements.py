"""The dispatch agreement: its end leaves the people sent under it without ground."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from organisation.models import DispatchAgreement
from roster.deadlines.common import LOOK_BACK, label
from roster.models import Contract


def ends(day: date, until: date) -> Iterator[Due]:
    """Agreements without a later one of the same firm and unit, while contracts stand on them or the end is recent."""
    later = DispatchAgreement.objects.filter(
        employer=OuterRef("employer"), unit=OuterRef("unit"), starts_on__gt=OuterRef("ends_on")
    )
    stands = Contract.objects.unended().filter(agreement=OuterRef("pk")).exclude(auxiliary__status="left")
    rows = DispatchAgreement.objects.filter(
        ~Exists(later), Q(ends_on__gte=day - LOOK_BACK) | Exists(stands), ends_on__lte=until
    )
    columns = ("pk", "number", "unit_id", "employer__name", "ends_on")
    for pk, number, unit, firm, ends_on in rows.values_list(*columns).iterator():
        yield Due(f"organisation.agreement:{pk}", ends_on, unit, label(firm, number))


register(
    Source(
        code="agreement_end",
        title=_("Dispatch agreement ends"),
        stages=(90, 60, 30, 7, -1),
        find=ends,
        advice=_("Sign the next agreement, or move the people to direct contracts."),
        cites=("LCL 58", "LCL 59"),
    )
)
