"""What falls due in cases: every term that runs, the end of a suspension and of an effect, a contract that is to end.

Terms are house policy and stand on the case; whoever has to act next is told, nobody else. Labels name the case only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from core.perms import Perms
from discipline.models.cases import Case, Sanction, Suspension
from discipline.models.withdrawals import Withdrawal
from discipline.rules.cases.life import Outcome, Status

S = Status
TO_INVESTIGATE: Final = (S.REPORTED, S.PRELIMINARY, S.OPENED, S.INVESTIGATED, S.TOLD, S.DECIDED)
EXIT_AFTER: Final = timedelta(days=7)  # policy of the house: the contract is ended within a week of the service


def _due(source: str, pk: int, number: str, unit: int, due_on: date, case: int) -> Due:
    return Due(f"discipline.{source}:{pk}", due_on, unit, number, None, f"/discipline/cases/{case}/")


def standing(*states: Status, source: str) -> Callable[[date, date], Iterator[Due]]:
    """Cases that stand in one of these states with a term that runs."""

    def find(day: date, until: date) -> Iterator[Due]:
        rows = Case.objects.filter(status__in=states, due_on__lte=until)
        for pk, number, unit, due_on in rows.values_list("pk", "number", "unit_id", "due_on").iterator():
            yield _due(source, pk, number, unit, due_on, pk)

    return find


def suspensions(day: date, until: date) -> Iterator[Due]:
    """Suspensions that run out: the person comes back, or the case is ready by then."""
    rows = Suspension.objects.running().filter(ends_on__lte=until)
    for row in rows.values_list("pk", "case__number", "case__unit_id", "ends_on", "case_id").iterator():
        yield _due("suspension", *row)


def withdrawals(day: date, until: date) -> Iterator[Due]:
    """Requests that somebody withdraw, which wait for an answer: until then nothing is decided."""
    rows = Withdrawal.objects.waiting().filter(due_on__lte=until)
    for pk, number, unit, due_on in rows.values_list("pk", "case__number", "case__unit_id", "due_on").iterator():
        yield Due(f"discipline.withdrawal:{pk}", due_on, unit, number, None, f"/discipline/withdrawals/{pk}/")


def effects(day: date, until: date) -> Iterator[Due]:
    """Effects of sanctions that end: they end by themselves; grade and renewal may be looked at again."""
    rows = Sanction.objects.filter(ended_on=None, revoked_on=None, ends_on__lte=until)
    for row in rows.values_list("pk", "case__number", "case__unit_id", "ends_on", "case_id").iterator():
        yield _due("effect", *row)


def exits(day: date, until: date) -> Iterator[Due]:
    """Labour contracts that are to end by a decision and have not."""
    rows = Sanction.objects.filter(kind=Outcome.EXIT, revoked_on=None, starts_on__lte=until - EXIT_AFTER)
    rows = rows.filter(case__auxiliary__contracts__ended_on=None, case__auxiliary__contracts__isnull=False)
    for pk, number, unit, starts_on, case in (
        rows.values_list("pk", "case__number", "case__unit_id", "starts_on", "case_id").distinct().iterator()
    ):
        yield _due("exit", pk, number, unit, starts_on + EXIT_AFTER, case)


def source(
    code: str, title: Any, find: Any, advice: Any, right: str, *, above: str = "", stages: Any = (3, 0, -1)
) -> None:
    register(Source(code=code, title=title, stages=stages, find=find, advice=advice, right=right, above=above))


source(
    "case_term",
    _("Term of a case"),
    standing(*TO_INVESTIGATE, source="case"),
    _("Take the next step of the case, or end it with its reason."),
    Perms.INVESTIGATE,
    above=Perms.DECIDE_CASE,
    stages=(3, 0, -1, -7),
)
source(
    "case_decision",
    _("Case to be decided"),
    standing(S.HEARD, source="case_decision"),
    _("Decide the case, or send it back to the investigators."),
    Perms.DECIDE_CASE,
    stages=(3, 0, -1, -7),
)
source(
    "appeal_answer",
    _("Appeal to be answered"),
    standing(S.APPEALED, source="appeal_answer"),
    _("Answer the appeal; whoever took part in the case does not."),
    Perms.HANDLE_APPEALS,
    stages=(7, 3, 0, -1, -7),
)
source(
    "withdrawal_answer",
    _("Request to withdraw to be answered"),
    withdrawals,
    _("Grant it and name another officer, or refuse it with the reason; nothing is decided before."),
    Perms.DECIDE_CASE,
    stages=(1, 0, -1, -7),
)
source(
    "suspension_ends",
    _("Suspension ends"),
    suspensions,
    _("Lift it, or bring the case to its decision; it ends by itself on its last day."),
    Perms.INVESTIGATE,
    stages=(7, 1, 0),
)
source(
    "sanction_ends",
    _("Effect of a sanction ends"),
    effects,
    _("The effect ends by itself on this day; grade and renewal may be looked at again."),
    Perms.VIEW_CONDUCT,
    stages=(7, 0),
)
source(
    "exit_due",
    _("Labour contract to be ended by a decision"),
    exits,
    _("End the contract in the person's file, on the ground of the statute that the decision names."),
    Perms.EDIT_AUXILIARIES,
    stages=(3, 0, -1),
)
