"""The labour contract: its end, its probation, its writing, and the right to an open-ended one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from organisation.models import Employer
from regulations.packs import at
from roster.deadlines.common import LOOK_BACK, file_of, label
from roster.models import Auxiliary, Contract
from roster.querysets import ContractQuerySet
from roster.rules.terms import add_months

_CONTRACT = ("pk", "number", "auxiliary_id", "auxiliary__unit_id", "auxiliary__person_id", "auxiliary__person__name")
_AUXILIARY = ("pk", "unit_id", "person_id", "person__name")


def _due(source: str, row: tuple[Any, ...], due_on: date) -> Due:
    pk, number, auxiliary, unit, person, name = row
    return Due(f"{source}:{pk}", due_on, unit, label(name, number), person, file_of(auxiliary, "contracts"))


def _due_of_person(source: str, row: tuple[Any, ...], due_on: date) -> Due:
    pk, unit, person, name = row
    return Due(f"{source}:{pk}", due_on, unit, name, person, file_of(pk, "contracts"))


def _open_contracts() -> ContractQuerySet:
    """Neither ended nor replaced, of people on strength."""
    rows: ContractQuerySet = Contract.objects.unended().exclude(auxiliary__status=Auxiliary.Status.LEFT)
    return rows


def ends(day: date, until: date) -> Iterator[Due]:
    """The last day of the term, or of its extension by statute (LCL 44, 45); open until ended or renewed."""
    rows = _open_contracts().filter(last_day__lte=until)
    for *row, last_day in rows.values_list(*_CONTRACT, "last_day").iterator():
        yield _due("roster.contract", tuple(row), last_day)


def probation_ends(day: date, until: date) -> Iterator[Due]:
    """The last day of the probation (LCL 19, 39): afterwards nobody can be let go for failing it."""
    rows = _open_contracts().filter(probation_until__range=(day - LOOK_BACK, until))
    for *row, last_day in rows.values_list(*_CONTRACT, "probation_until").iterator():
        yield _due("roster.contract", tuple(row), last_day)


def written(day: date, until: date) -> Iterator[Due]:
    """Within a month of the first working day (LCL 10): the day before double pay begins (LCL 82, LCR 6)."""
    months = at("roster.contract.written_within_months", day=day).value
    begun = until - timedelta(days=27 * months)  # no month is shorter: enough for the database to leave the rest out
    unsigned = (
        _open_contracts().filter(signed_on__isnull=True, starts_on__lte=begun).values_list(*_CONTRACT, "starts_on")
    )
    none = (
        Auxiliary.objects.on_strength()
        .filter(~Exists(Contract.objects.filter(auxiliary=OuterRef("pk"))), hired_on__lte=begun)
        .values_list(*_AUXILIARY, "hired_on")
    )
    found = chain(
        (_due("roster.contract", tuple(row), _month_full(first, months)) for *row, first in unsigned.iterator()),
        (_due_of_person("roster.auxiliary", tuple(row), _month_full(first, months)) for *row, first in none.iterator()),
    )
    return (due for due in found if due.due_on <= until)


def _month_full(first: date, months: int) -> date:
    return add_months(first, months) - timedelta(days=1)


def open_ended(day: date, until: date) -> Iterator[Due]:
    """Ten years in the unit, or the second fixed term about to end: the next may have to be open-ended (LCL 14).

    Said of direct contracts; a dispatch firm keeps its own.
    """
    terms = at("roster.contract.open_ended_after_fixed_terms", day=day).value
    years = at("roster.contract.open_ended_after_years", day=day).value
    fixed = _open_contracts().filter(kind=Contract.Kind.FIXED, employer__kind=Employer.Kind.ORGAN)
    last_terms = fixed.filter(sequence__gte=terms, last_day__lte=until).values_list(*_CONTRACT, "last_day")
    still_fixed = fixed.filter(auxiliary__hired_on__lte=add_months(until, -12 * years))
    service = still_fixed.values_list(*_CONTRACT[2:], "auxiliary__hired_on")
    for *row, last_day in last_terms.iterator():
        yield _due("roster.contract", tuple(row), last_day)
    for *row, hired_on in service.iterator():
        yield _due_of_person("roster.auxiliary", tuple(row), add_months(hired_on, 12 * years))


register(
    Source(
        code="contract_end",
        title=_("Labour contract ends"),
        stages=(90, 60, 30, 15, 7, 1, -1, -30),
        find=ends,
        advice=_("Renew it, or end it with its ground. Working on for over a month gives a claim to renewal."),
        cites=("LCL 44", "LCL 45", "SPC25 11"),
        tells_person=True,
    )
)
register(
    Source(
        code="probation_end",
        title=_("Probation ends"),
        stages=(15, 7, 1),
        find=probation_ends,
        advice=_(
            "Decide whether the person was found fit, and note it; after this day unfitness in probation is no ground."
        ),
        cites=("LCL 19", "LCL 39"),
        tells_person=True,
    )
)
register(
    Source(
        code="contract_written",
        title=_("Written contract due"),
        stages=(15, 7, 1, 0, -1, -30),
        find=written,
        advice=_("Sign it and enter the day: double pay is owed from the next day on."),
        cites=("LCL 10", "LCL 82"),
        escalates_after=1,
    )
)
register(
    Source(
        code="open_ended_right",
        title=_("Right to an open-ended contract"),
        stages=(60, 30, 0),
        find=open_ended,
        advice=_("Offer an open-ended contract, or note that the person asked for a fixed term."),
        cites=("LCL 14",),
        escalates_after=30,
    )
)
