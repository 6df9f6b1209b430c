"""What must hold of the conduct of everybody after each act, read anew from the tables and written without the program's
rules: no state that no act leads to, no effect without its cause, nobody who judges what they are tied to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from core.models import OutboxEvent
from discipline import facts
from discipline.models import (
    Appeal,
    Appraisal,
    Case,
    Commendation,
    GradeObjection,
    GradeProposal,
    Investigator,
    Matter,
    Objection,
    Sanction,
    Statement,
    Suspension,
    Withdrawal,
)
from discipline.models.complaints import Complaint, Reporter, Subject
from discipline.rules import commendations, complaints, grades
from discipline.rules.cases import life
from discipline.selectors import grades as climbing
from duties.life import BINDING
from duties.models import Assignment
from reminders.models import Message
from roster.models import Auxiliary, GradeRecord, Relationship, Restriction
from roster.rules.terms import add_months
from tests.discipline.stateful.people import HELD_SINCE, SAVED

# Each subject adds its own: states and moves, the first state, who judges a move.
MOVES: dict[type[Any], set[tuple[str, str]]] = {
    Case: life.ACTS.moves(),
    Commendation: commendations.ACTS.moves(),
    GradeProposal: grades.ACTS.moves(),
    Complaint: complaints.moves(),
}
FIRST: dict[type[Any], str] = {
    Case: "reported",
    Commendation: "nominated",
    GradeProposal: "proposed",
    Complaint: "received",
}
# Of what one act moved together: is it one thing?
AS_ONE: list[Callable[[list[tuple[type[Any], int, str, str]]], bool]] = []
# What must hold at all times, and what must hold once every event is consumed, of a day.
ALWAYS: list[Callable[[dt.date], Iterator[str]]] = []
SWEPT: list[Callable[[dt.date], Iterator[str]]] = []
HARSH = ("unfounded", "advice", "warning", "demerit", "major_demerit", "grade_lowered", "exit")
WITH_PERIOD = HARSH[2:6]
States = dict[type[Any], dict[int, str]]


def states() -> States:
    """Where everything stands, in one query."""
    models = [*MOVES]
    parts = [f"SELECT {at}, id, status FROM {model._meta.db_table}" for at, model in enumerate(models)]  # noqa: S608
    found: States = {model: {} for model in models}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        for at, pk, status in cursor.fetchall():
            found[models[at]][pk] = status
    return found


def moved(before: States, after: States, day: dt.date, *, several: bool = False) -> Iterator[str]:
    """One act moves one thing (or those that move together: `AS_ONE`; the night moves `several`), by one of the moves of its
    table, and only when the law lets it."""
    changed = [
        (model, pk, before[model].get(pk, ""), status)
        for model in MOVES
        for pk, status in after[model].items()
        if before[model].get(pk, "") != status
    ]
    if len(changed) > 1 and not several and not any(as_one(changed) for as_one in AS_ONE):
        yield f"one act moved {len(changed)} things: {changed}"
    for model in MOVES:
        if gone := set(before[model]) - set(after[model]):
            yield f"{model.__name__} {gone} is gone"
    for model, pk, start, end in changed:
        told = f"{model.__name__} {pk}: {start or 'nothing'} → {end}"
        if (start, end) not in MOVES[model] and (start, end) != ("", FIRST[model]):
            yield f"{told}: no act leads there"
        row = model.objects.get(pk=pk)
        yield from (f"{told}: {why}" for why in JUDGED[model](row, end, day))


def tied(person: int | None, subject: int, day: dt.date) -> bool:
    """The person concerned or a near relative on file."""
    kin = Relationship.objects.filter(auxiliary__person=subject, near_relative=True, starts_on__lte=day)
    return person is None or person == subject or kin.filter(related=person).exists()


def a_case(row: Case, end: str, day: dt.date) -> Iterator[str]:
    subject = row.auxiliary.person_id
    named = Investigator.objects.filter(case=row)
    if end == "investigated" and named.filter(relieved_on=None).values("officer__person").distinct().count() < 2:
        yield "fewer than two investigated"
    if end == "investigated" and any(
        tied(one, subject, day) or one == row.reporter_id for one in named.values_list("officer__person", flat=True)
    ):
        yield "somebody tied to it investigated"
    if end == "heard":
        said = Statement.objects.filter(case=row, made_on__gte=row.told_on).exists() if row.told_on else False
        if row.told_on is None or not (said or (row.heard_how == "term_over" and day > row.statement_until)):
            yield "unheard"
    if end == "decided":
        involved = {*named.values_list("officer__person", flat=True), row.reporter_id}
        if row.decider_person_id in involved or tied(row.decider_person_id, subject, day):
            yield "decided by somebody who is involved"
        if Withdrawal.objects.filter(case=row, answer="").exists():
            yield "decided while it is open whether somebody withdraws"
        if HARSH.index(row.outcome) > HARSH.index(row.intended):
            yield "harsher than what was told"
        if HARSH.index(row.outcome) > 1 and Matter.objects.filter(case=row, until=None).exists():
            yield "decided while proceedings are open"
    if end == "appealed" and not row.served_on <= Appeal.objects.get(case=row).filed_on <= min(row.appeal_until, day):
        yield "an appeal after its term"
    if end == "closed" and not row.appealed and HARSH.index(row.outcome) > 1 and day <= row.appeal_until:
        yield "closed while an appeal may be filed"
    if end == "closed" and row.appealed:
        handler = Appeal.objects.get(case=row).handler_person_id
        involved = {*named.values_list("officer__person", flat=True), row.reporter_id, row.decider_person_id}
        if handler in involved or tied(handler, subject, day):
            yield "the appeal was answered by somebody who is involved"


def a_commendation(row: Commendation, end: str, day: dt.date) -> Iterator[str]:
    if end != "awarded":
        return
    person, first, last = row.auxiliary.person_id, dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    if row.published_until is None or day <= row.published_until:
        yield "awarded within its publicity"
    if Objection.objects.filter(commendation=row, outcome="open").exists():
        yield "awarded over an objection"
    if row.decided_person_id == row.nominated_person_id or tied(row.decided_person_id, person, day):
        yield "awarded by somebody who is involved"
    if any(one.bars_award for one in measures(row.auxiliary_id, first, last)):
        yield "awarded in a year with a sanction"
    same = Commendation.objects.filter(
        auxiliary=row.auxiliary, kind=row.kind, status="awarded", awarded_on__year=day.year
    )
    if same.count() > 1:
        yield "the same award twice a year"


def after_a_failed_year(row: GradeProposal) -> bool:
    """Was the newest year in the present grade not competent?"""
    standing = GradeRecord.objects.filter(auxiliary=row.auxiliary_id, revoked_on=None)
    held = (
        standing.exclude(grade=row.to_grade, since=row.effective_on)
        .order_by("since")
        .values_list("since", flat=True)
        .last()
    )
    years = Appraisal.objects.filter(auxiliary=row.auxiliary_id, kind="annual", status="final", last__gte=held)
    return years.order_by("last").values_list("result", flat=True).last() == "failed"


def a_proposal(row: GradeProposal, end: str, day: dt.date) -> Iterator[str]:
    if end in ("proposed", "decided") and after_a_failed_year(row):
        yield "a grade after a year that was failed"
    if end == "contested" and day > row.published_until:
        yield "contested after its publicity"
    if end != "decided":
        return
    if day <= row.published_until:
        yield "a grade within its publicity"
    if row.decided_person_id == row.proposed_person_id or tied(row.decided_person_id, row.auxiliary.person_id, day):
        yield "a grade by somebody who is involved"
    if GradeObjection.objects.filter(proposal=row).exclude(outcome="dismissed").exists():
        yield "a grade over an objection"
    if any(one.bars_promotion for one in measures(row.auxiliary_id, day, day)):
        yield "a grade while a sanction has effect"
    if Auxiliary.objects.get(pk=row.auxiliary_id).grade != row.to_grade:
        yield "the grade does not stand on the file"


def a_complaint(row: Complaint, end: str, day: dt.date) -> Iterator[str]:
    if row.handler_person_id is None:
        return
    subjects = Subject.objects.filter(complaint=row).values_list("auxiliary__person", "officer__person")
    about = {one for pair in subjects for one in pair if one is not None}
    told = Reporter.objects.get(complaint=row).reporter_person
    if row.handler_person_id in about or any(tied(row.handler_person_id, one, day) for one in about):
        yield "dealt with by somebody who is complained of, or a relative"
    if told and int(told) == row.handler_person_id:
        yield "dealt with by whoever reported it"


JUDGED: dict[type[Any], Callable[[Any, str, dt.date], Iterator[str]]] = {
    Case: a_case, Commendation: a_commendation, GradeProposal: a_proposal, Complaint: a_complaint,
}  # fmt: skip


def measures(auxiliary: int, first: dt.date, last: dt.date) -> list[Sanction]:
    """Sanctions of somebody with an effect on any of these days."""
    return [one for one in _standing() if one.case.auxiliary_id == auxiliary and _touches(one, first, last)]


def _standing() -> list[Sanction]:
    rows = Sanction.objects.filter(revoked_on=None, starts_on__isnull=False)
    return list(rows.select_related("case").only("case__auxiliary", "starts_on", "ends_on", *BARS))


BARS = ("bars_award", "bars_promotion")
OF_THE_CASE = ("number", "auxiliary", "served_on", "appealed", "outcome", "status")


def _touches(one: Sanction, first: dt.date, last: dt.date) -> bool:
    return one.starts_on <= last and (one.ends_on is None or one.ends_on >= first)


def wrong_effects(people: list[int], day: dt.date) -> Iterator[str]:
    """A measure has its effect from its service to its last day, and not when it was taken back."""
    rows = list(Case.objects.only(*OF_THE_CASE).prefetch_related("sanctions", "appeal"))
    pairs = [(case, one) for case in rows for one in case.sanctions.all()]
    for case, one in pairs:
        served = case.served_on is not None
        if (one.starts_on is not None) != served:
            yield f"{case}: effect from {one.starts_on}, served on {case.served_on}"
        if one.kind in WITH_PERIOD and served and one.ends_on is None:
            yield f"{case}: an effect without an end"
        if one.ended_on is None and one.revoked_on is None and one.ends_on is not None and one.ends_on < day:
            yield f"{case}: an effect past its end on {one.ends_on}"
        if one.revoked_on is None and not case.appealed and one.kind != case.outcome:
            yield f"{case}: not what was decided ({case.outcome})"
    for case in rows:
        stand = [one for one in case.sanctions.all() if one.revoked_on is None]
        verdict = case.appeal.verdict if case.appealed else ""
        if stand and verdict == "revoked":
            yield f"{case}: a measure goes on though the decision was taken back"
        if not stand and case.outcome in HARSH[2:] and verdict not in ("changed", "revoked"):
            yield f"{case}: decided, and no measure stands"
    yield from wrong_lowering([one for _case, one in pairs])
    told = facts.sanctions(people, day, day) if pairs else {}
    for person in people:
        ours = {one.starts_on for case, one in pairs if case.auxiliary_id == person and one.revoked_on is None
                and one.starts_on is not None and _touches(one, day, day)}  # fmt: skip
        if ours != {spell.since for spell in told.get(person, ())}:
            yield f"of {person} other effects are told than stand in the tables"


def wrong_lowering(rows: list[Sanction]) -> Iterator[str]:
    """A measure that lowers the grade lowers it while it stands, unless another did; set aside, it gives the grade back."""
    lowered = {one.case.auxiliary_id for one in rows if one.lowered_on is not None}
    for one in rows:
        if one.revoked_on is not None and one.lowered_on is not None and one.put_back_at is None:
            yield f"{one.case}: set aside, and the grade stays lowered"
        idle = (
            one.kind == "grade_lowered"
            and one.starts_on is not None
            and one.revoked_on is None
            and one.lowered_on is None
        )
        if idle and one.case.auxiliary_id not in lowered and one.case.auxiliary.status != Auxiliary.Status.LEFT:
            yield f"{one.case}: lowers the grade, and the grade on file is as it was"


def wrong_withdrawals(day: dt.date) -> Iterator[str]:
    """Answered by somebody who is not tied to it; whoever withdrew investigates no more."""
    rows = Withdrawal.objects.exclude(answer="").select_related("case__auxiliary", "investigator__officer")
    for row in rows:
        if tied(row.handler_person_id, row.case.auxiliary.person_id, day):
            yield f"{row}: answered by somebody who is tied to it"
        if row.answer == "granted" and row.investigator.relieved_on is None:
            yield f"{row}: granted, and {row.investigator.officer} investigates"


def wrong_suspensions(people: list[int], day: dt.date) -> Iterator[str]:
    """A running suspension keeps from duty; nothing else of a case does; whoever is suspended shows it."""
    running = {one.restriction_id: one for one in Suspension.objects.running().select_related("restriction")}
    of = Case.objects.only("number", "status").in_bulk([one.case_id for one in running.values()])
    for one in running.values():
        if of[one.case_id].status in ("dropped", "closed"):
            yield f"{of[one.case_id]}: ended, and its suspension goes on"
        if one.restriction.last_day is not None and one.restriction.last_day < day:
            yield f"{of[one.case_id]}: a suspension runs whose restriction ended on {one.restriction.last_day}"
    for over in Suspension.objects.exclude(lifted_on=None).select_related("restriction"):
        if over.lifted_on > over.ends_on or over.lifted_on < over.starts_on:
            yield f"suspension {over.pk}: lifted on {over.lifted_on}, ran until {over.ends_on}"
    held = Restriction.objects.in_force(day).filter(auxiliary__in=people, kind="suspension")
    for restriction in held:
        if restriction.pk not in running and restriction.source.startswith("AJ"):
            yield f"{restriction.source}: a restriction without a running suspension"
    shown = dict(Auxiliary.objects.filter(pk__in=people).values_list("pk", "status"))
    for person in people:
        kept = any(one.auxiliary_id == person for one in held)
        if shown[person] != "left" and (shown[person] == "suspended") != kept:
            yield f"auxiliary {person} shows {shown[person]}, kept from duty: {kept}"


def wrong_assignments(day: dt.date) -> Iterator[str]:
    """No work stands for somebody who is suspended on its day."""
    rows = Assignment.objects.filter(status__in=BINDING, last_day__gte=day)
    for number, person, starts, ends in rows.values_list("number", "members__auxiliary", "starts_at", "last_day"):
        kept = Restriction.objects.filter(auxiliary=person, kind="suspension", starts_on__lte=ends)
        if any(one.last_day is None or one.last_day >= max(starts.date(), day) for one in kept):
            yield f"{number}: stands though {person} is suspended"


def wrong_grades(people: list[int], day: dt.date) -> Iterator[str]:
    """Months are saved by awards that stand, by none that was revoked; the grade is that of the last decision."""
    rows = Auxiliary.objects.filter(pk__in=people)
    steps = {one.auxiliary: one for one in climbing.steps_of(rows, day)}
    for row in rows:
        decided = GradeProposal.objects.filter(auxiliary=row, status="decided").order_by("effective_on").last()
        lowered = Sanction.objects.filter(case__auxiliary=row, lowered_on__isnull=False, put_back_at=None)
        given = [(one.lowered_on, one.to_grade) for one in lowered]
        given += [(decided.effective_on, decided.to_grade)] if decided else []
        first = GradeRecord.objects.get(auxiliary=row, since=HELD_SINCE)
        if row.grade != max(given, default=(None, first.grade))[1]:
            yield f"auxiliary {row.pk} holds {row.grade}, given: {given}"
        if GradeProposal.objects.filter(auxiliary=row, status__in=("proposed", "public", "contested")).count() > 1:
            yield f"auxiliary {row.pk}: two open proposals"
        step = steps.get(row.pk)
        if not given and step is not None:
            since = Commendation.objects.filter(auxiliary=row, status="awarded", awarded_on__gte=HELD_SINCE)
            due = add_months(HELD_SINCE, 36 - SAVED * since.filter(awarded_on__lte=day).count())
            if step.step.due_on != due:
                yield f"auxiliary {row.pk}: the next grade is due on {step.step.due_on}, by the awards on {due}"


def failed_events() -> Iterator[str]:
    for event in OutboxEvent.objects.filter(done_at=None).exclude(last_error=""):
        yield f"{event.kind} for {event.consumer}: {event.last_error[:200]}"


def told_of_complaints() -> Iterator[str]:
    """Of each complaint somebody knows who may deal with it, and nobody who is complained of."""
    about: dict[int, set[int]] = defaultdict(set)
    for complaint, one, other in Subject.objects.values_list("complaint", "auxiliary__person", "officer__person"):
        about[complaint] |= {one, other} - {None}
    told: dict[int, set[int | None]] = defaultdict(set)
    for key, person in Message.objects.filter(kind="discipline.complaint_received").values_list("key", "user__person"):
        told[int(key.split(":")[1])].add(person)
    for pk in Complaint.objects.values_list("pk", flat=True):
        if not told[pk]:
            yield f"complaint {pk}: nobody was told"
        if told[pk] & about[pk]:
            yield f"complaint {pk}: somebody was told who is complained of"


def after_the_sweeper(people: list[int], day: dt.date) -> Iterator[str]:
    """Once every event is consumed."""
    yield from failed_events()
    yield from wrong_assignments(day)
    yield from told_of_complaints()
    for law in SWEPT:
        yield from law(day)


def always(people: list[int], day: dt.date) -> Iterator[str]:
    yield from wrong_effects(people, day)
    yield from wrong_suspensions(people, day)
    yield from wrong_withdrawals(day)
    for law in ALWAYS:
        yield from law(day)
