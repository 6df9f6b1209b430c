"""The grade that a measure lowers 降低层级: on the file from the first day of its effect; put back when the measure is set aside.

By how many steps, and whether it is put back, is house policy (`discipline.cases.lowered_steps`, `lowered_put_back`): one step;
yes, as if it had never been lowered. When the effect ends by itself, nothing is put back: the way up begins anew. Pay follows the
grade held on each day by itself.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from core import clock
from core.actors import Actor
from core.errors import Finding, NotNow
from core.outbox import emit
from discipline.models import Case, Sanction
from discipline.rules.cases import terms
from discipline.rules.cases.life import Outcome
from discipline.selectors.ladders import Ladders
from discipline.services.cases import common
from regulations.selectors import value_for
from roster.models import Auxiliary
from roster.services import give_grade, take_back_grade


def lower_grade(case: Case, on: date) -> str:
    """The grade the person would hold; nothing where none is held, it is the lowest, or the ladder does not know it."""
    held, ladder = case.auxiliary.grade, Ladders(on).of(case.auxiliary.unit.path)
    return ladder.below(held, common.days("lowered_steps", case, on))


def in_the_way(case: Case, outcome: str, on: date) -> list[Finding]:
    """Is there a grade to be lowered at all?"""
    if outcome != Outcome.GRADE_LOWERED:
        return []
    lower = "" if _left(case) else lower_grade(case, on)
    return common.broken("discipline.case.lowering", lower, case, on, name=case.auxiliary.person.name)


def name_the_grades(measure: Sanction, case: Case, on: date) -> None:
    """The decision says from which grade to which; the caller saves the measure."""
    if measure.kind == Outcome.GRADE_LOWERED and not _left(case):
        measure.from_grade, measure.to_grade = case.auxiliary.grade, lower_grade(case, on)


def lower(measure: Sanction, case: Case, *, by: Actor, on: date) -> None:
    """Write the lowered grade onto the file, from the first day of the effect; the caller saves the measure.

    Nobody who has left, or holds no higher grade by now, is lowered. Raises NotNow on the very day a grade was given.
    """
    held, ladder = case.auxiliary.grade, Ladders(on).of(case.auxiliary.unit.path)
    above, target = ladder.place(held), ladder.place(measure.to_grade)
    if _left(case) or above is None or target is None or above >= target or measure.starts_on is None:
        return
    since = _first_day(case.auxiliary, measure.starts_on)
    if since > on:
        raise NotNow(_("A grade was given from this very day on: do this on the next day."))
    measure.from_grade, measure.lowered_on, measure.lowered_at = held, since, clock.now()
    words = {"grade": measure.to_grade, "since": since, "document_number": case.number}
    give_grade(auxiliary=case.auxiliary, by=by, on=on, **words)
    _tell_pay(measure, case)


def put_back(measure: Sanction, case: Case, *, by: Actor, on: date) -> None:
    """The measure was set aside: the grade before is held again as if it had never been lowered; the caller saves the measure."""
    if measure.lowered_on is None or not _is_put_back(case, measure.lowered_on):
        return
    why = _("%(number)s: set aside on appeal") % {"number": case.number}
    take_back_grade(auxiliary=case.auxiliary, since=measure.lowered_on, by=by, on=on, reason=why)
    measure.put_back_at = clock.now()
    _tell_pay(measure, case)


def _is_put_back(case: Case, day: date) -> bool:
    return bool(value_for(terms.key("lowered_put_back"), unit=case.unit, day=day).value)


def _first_day(auxiliary: Auxiliary, start: date) -> date:
    """The first day of the effect, or the day after the newest grade where that began later."""
    newest = auxiliary.grades.standing().order_by("-since").values_list("since", flat=True).first()
    return start if newest is None or newest < start else newest + timedelta(days=1)


def _left(case: Case) -> bool:
    return bool(case.auxiliary.status == Auxiliary.Status.LEFT)


def _tell_pay(measure: Sanction, case: Case) -> None:
    since = measure.lowered_on.isoformat() if measure.lowered_on else None
    emit("discipline.graded", {"sanction": measure.pk, "auxiliary": case.auxiliary_id, "since": since})
