"""How a case begins: reported, looked at, opened or not; and who investigates it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from core.perms import Perms
from discipline.models import Case, Investigator
from discipline.rules.cases import terms
from discipline.rules.cases.life import NAMING, Nature, Source, Status
from discipline.services.cases import common
from discipline.services.cases.suspending import lift_running
from organisation.models import Officer, Person
from roster.models import Auxiliary
from roster.services.common import lock as lock_file
from roster.services.common import on_strength


@transaction.atomic
def report(
    *,
    auxiliary: Auxiliary,
    subject: str,
    by: User,
    on: date,
    source: str = Source.UNIT,
    source_ref: str = "",
    nature: str = Nature.DISCIPLINE,
    happened_on: date | None = None,
    reporter: Person | None = None,
) -> Case:
    """Enter a report 受理. `reporter`: the person on file who saw it and so may neither investigate nor decide.

    Raises PermissionDenied without the right to investigate in the unit, or about oneself; BadInput for what was typed.
    """
    auxiliary = lock_file(auxiliary)
    if not by.may(Perms.INVESTIGATE, auxiliary.unit) or by.person_id in (None, auxiliary.person_id):
        raise PermissionDenied
    on_strength(auxiliary)
    common.not_before(on, "happened_on", happened_on)
    case = Case(
        number=common.next_number("AJ", "discipline_case_numbers", on.year),
        auxiliary=auxiliary,
        unit=auxiliary.unit,
        nature=nature,
        source=source,
        source_ref=source_ref.strip(),
        happened_on=happened_on,
        subject=common.words(subject, "subject"),
        reported_on=on,
        reported_by=by,
        reporter=reporter,
    )
    case.due_on = terms.last_day(on, common.days("preliminary_days", case, on))
    common.checked(case, "nature", "source", "source_ref", "subject")
    case.save()
    record("case.reported", case, by=by, after={"auxiliary": auxiliary, "nature": nature, "source": source})
    emit("discipline.case_reported", {"case": case.pk})
    return case


@transaction.atomic
def examine(*, case: Case, by: User, on: date, revision: int | None = None) -> Case:
    """Begin the preliminary look 初步核实."""
    case = common.lock(case, revision=revision)
    common.ready_for("examine", case, by)
    common.moved(case, Status.PRELIMINARY, day=on, keep_term=True)  # the term began with the report
    record("case.examined", case, by=by)
    return case


@transaction.atomic
def drop(*, case: Case, reason: str, by: User, on: date, revision: int | None = None) -> Case:
    """Do not open it 不予立案, with the reason; a suspension that runs is lifted."""
    case = common.lock(case, revision=revision)
    common.ready_for("drop", case, by)
    case.closing, case.closed_on = common.words(reason, "reason"), on
    lift_running(case, by=by, on=on)
    common.moved(case, Status.DROPPED, "closing", "closed_on", day=on)
    record("case.dropped", case, by=by)
    emit("discipline.case_ended", {"case": case.pk})
    return case


@transaction.atomic
def open_case(*, case: Case, by: User, on: date, revision: int | None = None) -> Case:
    """Open the case 立案; its investigation has a term."""
    case = common.lock(case, revision=revision)
    common.ready_for("open", case, by)
    case.opened_on = on
    common.moved(case, Status.OPENED, "opened_on", day=on)
    record("case.opened", case, by=by, after={"due_on": case.due_on})
    emit("discipline.case_opened", {"case": case.pk})
    return case


@transaction.atomic
def name_investigator(*, case: Case, officer: Officer, by: User, on: date) -> Investigator:
    """Name somebody to investigate. Raises Refused for whoever is tied to it (GX 34, NB 16); only serving officers."""
    case = common.lock(case)
    common.may(by, case, Perms.INVESTIGATE)
    return _named(case, officer, by, on)


def _named(case: Case, officer: Officer, by: User, on: date) -> Investigator:
    if case.status not in NAMING:
        raise NotNow(common.standing(case))
    if officer.status != Officer.Status.SERVING:
        raise BadInput({"officer": _("Only a serving officer investigates.")})
    if Investigator.objects.filter(case=case, officer__person=officer.person_id).exists():
        raise BadInput({"officer": _("The officer is named already, or was relieved.")})
    facts = common.who(officer.person_id, case, on)
    common.refuse("discipline.case.investigator", facts, case, on, name=officer.person.name)
    row = Investigator.objects.create(case=case, officer=officer, named_on=on)
    record("case.investigator_named", case, by=by, after={"officer": officer})
    return row


@transaction.atomic
def relieve_investigator(
    *, investigator: Investigator, reason: str, by: User, on: date, instead: Officer | None = None
) -> Investigator:
    """An investigator withdraws or is relieved 回避, at the own or the party's request or by the organ (GX 34).

    `instead`: who takes the place in the same act; what stands against that officer leaves the first one in place.
    """
    case = common.lock(investigator.case)
    common.may(by, case, Perms.INVESTIGATE)
    row = Investigator.objects.get(pk=investigator.pk)
    return replaced(case, row, reason=reason, instead=instead, by=by, on=on)


def replaced(
    case: Case, row: Investigator, *, reason: str, instead: Officer | None, by: User, on: date
) -> Investigator:
    """The same within another act: the case is locked, and the right was asked there."""
    if row.relieved_on is not None or case.status not in NAMING:
        raise NotNow(common.standing(case))
    row.relieved_on, row.reason = on, common.words(reason, "reason")
    common.checked(row, "reason")
    row.save(update_fields=["relieved_on", "reason"])
    record("case.investigator_relieved", case, by=by, after={"officer": row.officer})
    if instead is not None:
        _named(case, instead, by, on)
    return row
