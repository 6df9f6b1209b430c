"""Lists of cases and appeals, and one case with what belongs to it, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Prefetch, Q
from django.shortcuts import get_object_or_404

from core.perms import Perms
from discipline.models import Appeal, Case, Investigator, Sanction, Statement, Suspension, Withdrawal
from discipline.rules.cases.life import ACTS, ASKED_IN, ENDED, NAMING, Nature, Status
from organisation.selectors import subtree
from roster.models import Auxiliary

Part = TypeVar("Part", bound=Model)

READERS = (Perms.VIEW_CONDUCT, Perms.DECIDE_CASE, Perms.HANDLE_APPEALS)
SUSPENDERS = (Perms.INVESTIGATE, Perms.DECIDE_CASE)
RIGHTS = {
    "examine": Perms.INVESTIGATE, "drop": Perms.INVESTIGATE, "open": Perms.INVESTIGATE, "conclude": Perms.INVESTIGATE,
    "tell": Perms.INVESTIGATE, "hear": Perms.INVESTIGATE, "look_again": Perms.DECIDE_CASE, "decide": Perms.DECIDE_CASE,
    "serve": Perms.INVESTIGATE, "answer": Perms.HANDLE_APPEALS, "close": Perms.INVESTIGATE,
}  # fmt: skip


def typed(asked: Mapping[str, str]) -> dict[str, str]:
    """What stands in the address, without what no database takes."""
    return {name: value.replace("\x00", "")[:60] for name, value in asked.items()}


def listed(user: Any, asked: Mapping[str, str], day: date) -> Any:
    """Cases in sight, the next term first: `status`, `nature`, `unit`, `q` (number or name), `late`; open ones unless asked."""
    asked = typed(asked)
    rows = Case.objects.visible_to(user).filter(subtree(user, asked.get("unit", "")))
    status, nature = asked.get("status", ""), asked.get("nature", "")
    if status in Status.values:
        rows = rows.filter(status=status)
    elif status != "all":
        rows = rows.open()
    if nature in Nature.values:
        rows = rows.filter(nature=nature)
    if asked.get("late"):
        rows = rows.filter(due_on__lt=day).exclude(status=Status.SERVED)
    if words := (asked.get("q") or asked.get("search") or "").strip():
        people = Auxiliary.objects.search(words).values("pk")
        rows = rows.filter(Q(number__icontains=words) | Q(auxiliary__in=people))
    return plain(rows).order_by("due_on", "pk")


def plain(rows: Any) -> Any:
    """What a list shows; nothing sealed is read."""
    sealed = ("subject", "findings", "grounds", "closing")
    return rows.select_related("auxiliary__person", "unit").defer(*sealed)


def one(user: Any, pk: int, *rights: str) -> Case:
    """The case within the units on which one of the rights is held (or by its scope); outside and missing look alike."""
    rows = Case.objects.select_related(
        "auxiliary__person", "unit", "decider__person", "reporter", "reported_by__person"
    )
    found: Case = get_object_or_404(
        rows.filter(pk__in=_within(user, *rights)) if rights else rows.visible_to(user), pk=pk
    )
    return found


def part(model: type[Part], user: Any, pk: int, *rights: str) -> Part:
    """Something that belongs to such a case."""
    rows = model._default_manager.filter(case__in=_within(user, *rights)).select_related(
        "case__unit", "case__auxiliary"
    )
    return get_object_or_404(rows, pk=pk)


def _within(user: Any, *rights: str) -> Any:
    scope = Case.objects.none()
    for right in rights:
        scope = scope | Case.objects.visible_to(user, right)
    return scope.values("pk")


def whole(user: Any, pk: int) -> Case:
    """One case with everybody and everything in it."""
    people = ("auxiliary__person", "unit", "decider__person", "reporter", "reported_by__person")
    of_appeal = ("appeal__handler__person", "appeal__paper__entered_by__person")
    rows = Case.objects.visible_to(user).select_related(*people, *of_appeal)
    parts = (
        Prefetch("investigators", Investigator.objects.select_related("officer__person")),
        Prefetch("statements", Statement.objects.select_related("by__person")),
        Prefetch("sanctions", Sanction.objects.all()),
        Prefetch("suspensions", Suspension.objects.select_related("ordered_by__person", "restriction")),
        Prefetch("withdrawals", asked()),
        "matters",
    )
    found: Case = get_object_or_404(rows.prefetch_related(*parts), pk=pk)
    return found


def acts(user: Any, case: Case) -> set[str]:
    """What this reader may do now; whoever the case is about does nothing in it as an official."""
    if user.person_id is None or user.person_id == case.auxiliary.person_id:
        return set()
    may = {act for act in ACTS.offered(case.status) if act in RIGHTS and user.may(RIGHTS[act], case.unit)}
    if case.status in NAMING and user.may(Perms.INVESTIGATE, case.unit):
        may.add("name")
    if user.may(Perms.INVESTIGATE, case.unit):
        papers = {"notice": case.told_on, "letter": case.decided_on}
        may |= {name for name, printable in papers.items() if printable is not None}
    if user.may(Perms.DECIDE_CASE, case.unit):
        may.add("answer_withdrawal")
    if case.appealed and user.may(Perms.HANDLE_APPEALS, case.unit):
        may.add("appeal_papers")
    if case.status not in ENDED and any(user.may(right, case.unit) for right in SUSPENDERS):
        may |= {"suspend", "matter"}
    return may


def appeals(user: Any, asked: Mapping[str, str]) -> Any:
    """Appeals in sight, those that wait for an answer first."""
    asked = typed(asked)
    rows = Appeal.objects.visible_to(user)
    if asked.get("state") == "answered":
        rows = rows.exclude(verdict="")
    elif asked.get("state") == "waiting":
        rows = rows.filter(verdict="")
    rows = rows.select_related("case__auxiliary__person", "case__unit").defer("grounds", "reasons")
    return rows.order_by("due_on", "pk")


def asked() -> Any:
    """Requests that somebody withdraw, with who is meant and who answered."""
    return Withdrawal.objects.select_related("investigator__officer__person", "handler__person")


def asked_by(person: int | None) -> Any:
    """What one natural person asked and was answered, the newest first; the case itself may be looked into again by now."""
    return asked().filter(case__auxiliary__person=person).select_related("case").order_by("-pk")


def to_ask(case: Case) -> Any:
    """Investigators of whom the person may still ask that they withdraw."""
    named = Investigator.objects.filter(case=case, relieved_on=None, withdrawal=None)
    return named.select_related("officer__person") if case.status in ASKED_IN else named.none()


def own(person: int | None) -> Any:
    """The cases of one natural person that were put to him or her, the newest first."""
    rows = Case.objects.of_person(person).select_related("unit", "appeal")
    return rows.prefetch_related("statements", "sanctions").order_by("-reported_on", "-pk")
