"""Inspections and what they find, in any order of acts; and their laws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from discipline.checklists import checklists
from discipline.models import Finding, FindingStep, Inspection, Responsibility
from discipline.rules import supervision as rules
from discipline.services import supervision as services
from discipline.services.supervision import Plan, Seen
from reminders.models import Message
from tests.discipline.stateful import laws
from tests.discipline.stateful.acts import Act, call
from tests.discipline.stateful.play import EVERYBODY, Play, anybody, by

INSPECTS: Final = ("inspector", "second", "mate", "desk")  # who supervises in North
PUTS_RIGHT: Final = ("supervisor", "boss", "mate", "desk")
LIST: Final = "on_the_spot"
WAYS: Final = ("service", "page", "api")
# Where a finding must stand after the last thing that was done about it.
STANDS: Final = {
    "reported": "reported",
    "passed": "passed",
    "failed": "open",
    "extended": "open",
    "withdrawn": "withdrawn",
}


def _conclude(*, inspection: Inspection, wrong: tuple[str, ...], by: Any, on: dt.date) -> Any:
    seen = {code: Seen("wrong" if code in wrong else "right") for code in checklists()[inspection.checklist].codes}
    return services.conclude(inspection=inspection, seen=seen, on=on, by=by)


def _cancel(*, inspection: Inspection, what: str, by: Any) -> Any:
    return services.cancel(inspection=inspection, reason=what, by=by)


def _find(*, inspection: Inspection, what: str, by: Any, on: dt.date) -> Any:
    return services.find(inspection=inspection, item="", what=what, on=on, by=by)


def _inspection(name: str, do: Any, api: str, **said: Any) -> Act:
    page = f"/discipline/inspections/%s/{name}/"
    return Act(do, "inspection", page, f"/api/v1/inspections/%s/{api}/", INSPECTS[:2], said, INSPECTS)


def _finding(name: str, page: str, only: tuple[str, ...], **said: Any) -> Act:
    do, api = getattr(services, name), f"/api/v1/findings/%s/{name}/"
    return Act(do, "finding", f"/discipline/findings/%s/{page}/", api, only[:2], said, only)


INSPECTIONS = {
    "begin": _inspection("begin", services.begin, "begin"),
    "cancel": _inspection("cancel", _cancel, "cancel", what="改期"),
    "find": _inspection("find", _find, "findings", what="台账缺页"),
}
CONCLUDE = Act(_conclude, "inspection", right=INSPECTS[:2], only=INSPECTS)
FINDINGS = {
    "report": _finding("report", "report", PUTS_RIGHT, what="已补发标识"),
    "recheck": _finding("recheck", "check", INSPECTS, passed=True, what="现场查看"),
    "extend": _finding("extend", "extend", INSPECTS, due_on=None, what="等待采购"),
    "withdraw": _finding("withdraw", "withdraw", INSPECTS, what="系误记"),
}
SETTLE = Act(
    services.settle,
    "responsibility",
    right=INSPECTS[:2],
    said={"stands": "established", "reason": "属实"},
    only=INSPECTS,
)


# --- the laws ---


def an_inspection(row: Inspection, end: str, day: dt.date) -> Iterator[str]:
    if end == "planned" and row.planned_for < day:
        yield "planned for a day that is over"
    if end == "cancelled" and not row.reason:
        yield "cancelled without a reason"
    if end == "closed":
        answered = dict(row.answers.values_list("item", "result"))
        if set(answered) != set(checklists()[row.checklist].codes):
            yield "closed with items nobody answered"
        wrong = {item for item, result in answered.items() if result == "wrong"}
        found = list(row.findings.exclude(item="").values_list("item", flat=True))
        if sorted(found) != sorted(wrong):
            yield f"not in order are {wrong}, found were {found}"


def a_finding(row: Finding, end: str, day: dt.date) -> Iterator[str]:
    steps = list(FindingStep.objects.filter(finding=row).order_by("pk"))
    if (
        end == "open"
        and not steps
        and row.inspection is not None
        and row.inspection.status not in ("under_way", "closed")
    ):
        yield f"found by an inspection that is {row.inspection.status}"
    if row.due_on < day and end == "open":
        yield f"to be put right by {row.due_on}"
    if end == "passed":
        reported = [one.person_id for one in steps if one.kind == "reported"]
        if not reported or steps[-1].person_id == reported[-1]:
            yield "checked by whoever reported it"


def always(day: dt.date) -> Iterator[str]:
    """Each finding stands where its last step brought it; nobody settles the own responsibility."""
    for row in Finding.objects.prefetch_related("steps"):
        steps = [one.kind for one in row.steps.all()]
        if row.status != (STANDS[steps[-1]] if steps else "open"):
            yield f"{row}: stands at {row.status} after {steps}"
    for one in Responsibility.objects.exclude(settled_by=None).select_related("auxiliary", "officer", "settled_by"):
        whose = one.auxiliary or one.officer
        if one.settled_by.person_id in (None, whose.person_id):
            yield f"{one}: settled by the person"


def told(day: dt.date) -> Iterator[str]:
    """Once every event is consumed: the unit knows of what was found and announced, and of nothing that was not."""
    announced = Message.objects.filter(kind="discipline.inspection_announced").values_list("key", flat=True)
    known = {int(key.split(":")[1]) for key in announced}
    rows = Inspection.objects.filter(announced=True).values_list("pk", "status")
    if not {pk for pk, status in rows if status != "cancelled"} <= known <= {pk for pk, _status in rows}:
        yield f"announced: {rows}, told: {known}"
    found = Message.objects.filter(kind="discipline.found").values_list("key", flat=True)
    known, findings = {int(key.split(":")[1]) for key in found}, set(Finding.objects.values_list("pk", flat=True))
    if known != findings:
        yield f"findings {findings}, told of {known}"


def as_one(changed: list[tuple[type[Any], int, str, str]]) -> bool:
    """An inspection is closed with everything it found."""
    closed = [pk for model, pk, _start, end in changed if model is Inspection and end == "closed"]
    made = [pk for model, pk, start, _end in changed if model is Finding and not start]
    if len(closed) != 1 or len(made) != len(changed) - 1:
        return False
    return Finding.objects.filter(pk__in=made, inspection=closed[0]).count() == len(made)


laws.MOVES[Inspection] = {(start.value, end.value) for start, end in rules.INSPECTION_MOVES}
laws.MOVES[Finding] = rules.finding_moves()
laws.FIRST.update({Inspection: "planned", Finding: "open"})
laws.JUDGED.update({Inspection: an_inspection, Finding: a_finding})
laws.AS_ONE.append(as_one)
laws.ALWAYS.append(always)
laws.SWEPT.append(told)


# --- the play ---


class Supervising(Play):
    """Inspectors, those who put things right, and whoever asks."""

    def inspect(self, who: str, way: str, ahead: int, *, announced: bool = False) -> None:
        unit, day, user = self.bureau.cast["north"], self.day + dt.timedelta(days=ahead), self.bureau.users[who]
        said = {"unit": unit.code, "checklist": LIST, "planned_for": day}
        if way == "service":
            done = call(lambda: services.plan(unit=unit, plan=Plan(LIST, day, announced), on=self.day, by=user))
        elif way == "page":
            more = {"announced": "on"} if announced else {}
            done = self.send(who, "/discipline/inspections/new/", {**said, "number": "", "reason": "", **more}, way)
        else:
            done = self.send(who, "/api/v1/inspections/", {**said, "announced": announced}, way)
        assert not done.ok or who in INSPECTS, f"{who} planned an inspection"
        self.note("plan inspection", done)

    def inspector_of(self, row: Inspection) -> str:
        return next(name for name in INSPECTS if self.bureau.users[name].person_id == row.inspector_person_id)

    def inspection_goes_on(self, row: Inspection, way: str, wrong: tuple[str, ...]) -> None:
        who = self.inspector_of(row)
        if row.status == "planned":
            self.act("begin inspection", INSPECTIONS["begin"], row, who, way)
        else:
            self.act("conclude inspection", CONCLUDE, row, who, wrong=wrong)

    @rule(
        who=st.sampled_from((*INSPECTS, *EVERYBODY)),
        way=st.sampled_from(WAYS),
        ahead=st.integers(-1, 5),
        announced=st.booleans(),
    )
    def an_inspection_is_planned(self, who: str, way: str, ahead: int, announced: bool) -> None:
        self.inspect(who, way, ahead, announced=announced)

    @precondition(lambda self: self.some(Inspection, "planned", "under_way"))
    @rule(
        data=st.data(),
        way=by,
        wrong=st.sampled_from(((), ("uniform",), ("uniform", "not_alone"))),
        steps=st.integers(1, 2),
    )
    def an_inspection_goes_on(self, data: Any, way: str, wrong: tuple[str, ...], steps: int) -> None:
        row = self.one(data, Inspection, status__in=("planned", "under_way"))
        for _step in range(steps):
            row.refresh_from_db()
            if row.status != "closed":
                self.inspection_goes_on(row, way, wrong)

    @precondition(lambda self: self.some(Inspection))
    @rule(data=st.data(), way=by, who=anybody, name=st.sampled_from((*sorted(INSPECTIONS), "conclude")))
    def anybody_acts_in_an_inspection(self, data: Any, way: str, who: str, name: str) -> None:
        row = self.one(data, Inspection)
        if name == "conclude":
            done = self.act("conclude inspection", CONCLUDE, row, who, wrong=("uniform",))
        else:
            done = self.act(f"{name} inspection", INSPECTIONS[name], row, who, way)
        own = row.inspector_person_id == self.bureau.users[who].person_id
        assert not (done.ok and name != "find" and not own), f"{who} did {name} in {row} of another"

    @precondition(lambda self: self.some(Finding, "open", "reported"))
    @rule(
        data=st.data(),
        way=by,
        who=st.sampled_from(("mate", "mate", "mate", *PUTS_RIGHT, *INSPECTS)),
        passed=st.booleans(),
    )
    def a_finding_goes_on(self, data: Any, way: str, who: str, passed: bool) -> None:
        row = self.one(data, Finding, status__in=("open", "reported"))
        name = "report" if row.status == "open" else "recheck"
        if row.status == "open" and who in INSPECTS[:2] and not passed:  # it was none after all
            name = "withdraw"
        self.act(f"finding {name}", FINDINGS[name], row, who, way, **({"passed": passed} if name == "recheck" else {}))

    @precondition(lambda self: self.some(Finding))
    @rule(data=st.data(), way=by, who=st.sampled_from((*INSPECTS, *EVERYBODY)), name=st.sampled_from(sorted(FINDINGS)),
          days=st.integers(-2, 60))  # fmt: skip
    def anybody_acts_on_a_finding(self, data: Any, way: str, who: str, name: str, days: int) -> None:
        row, later = self.one(data, Finding), self.day + dt.timedelta(days=days)
        done = self.act(
            f"finding {name}", FINDINGS[name], row, who, way, **({"due_on": later} if name == "extend" else {})
        )
        assert not (done.ok and name == "extend" and later <= row.due_on), f"{row}: more time until {later}"

    @precondition(lambda self: self.some(Finding))
    @rule(data=st.data(), who=st.sampled_from((*INSPECTS, *EVERYBODY)))
    def somebody_answers_for_a_finding(self, data: Any, who: str) -> None:
        row, person, user = self.one(data, Finding), self.person(data), self.bureau.users[who]
        done = call(lambda: services.name_auxiliary(finding=row, auxiliary=person, by=user))
        assert not done.ok or who in INSPECTS, f"{who} named {person} in {row}"
        self.note("name for a finding", done)

    @precondition(lambda self: Responsibility.objects.exists())
    @rule(
        data=st.data(),
        who=st.sampled_from((*INSPECTS, *INSPECTS, *EVERYBODY)),
        stands=st.sampled_from(("established", "none")),
    )
    def a_responsibility_is_settled(self, data: Any, who: str, stands: str) -> None:
        row = self.one(data, Responsibility)
        done = self.act("settle responsibility", SETTLE, row, who, stands=stands)
        assert not (done.ok and row.stands != "to_examine"), f"{row} was settled twice"

    def an_inspection_is_under_way(self, steps: int, wrong: tuple[str, ...]) -> None:
        self.inspect("inspector", "service", 0, announced=True)
        for _step in range(min(steps, 2)):
            self.inspection_goes_on(Inspection.objects.get(), "service", wrong)
        for row in Finding.objects.all() if steps > 2 else ():
            self.act("finding report", FINDINGS["report"], row, "mate" if len(wrong) == 1 else "supervisor")
