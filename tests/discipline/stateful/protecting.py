"""Incidents on duty and the care list in any order of acts; and their laws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from accounts.models import User
from discipline.models import Care, CareVisit, Incident, IncidentStep
from discipline.rules import protection as rules
from discipline.services import protection as services
from discipline.services.protection import Told
from reminders.models import Message
from roster.models import Auxiliary, Injury
from roster.rules.terms import add_months
from roster.services import report_injury
from tests.discipline.stateful import laws
from tests.discipline.stateful.acts import Act, Done, call
from tests.discipline.stateful.play import EVERYBODY, Play, anybody, by

HANDLERS: Final = (
    "hr",
    "clerk",
    "supervisor",
    "boss",
    "inspector",
    "second",
    "mate",
    "desk",
)  # who holds the right there
KINDS: Final = ("hurt", "attacked", "threatened", "third_party", "rights", "other")
STEPS: Final = ("medical", "advanced", "pursued", "compensated", "consoled", "remedied")
LEADS: Final = ("", "", "bai", "gu", "second", "boss", "mate")
GROUNDS: Final = ("disabled", "hardship", "orphan")
WAYS: Final = ("service", "page", "api")
VISIT_MONTHS: Final = 12  # until the next visit, house policy
WHAT: Final = "处置醉酒人员时被推倒"


def _note(*, incident: Incident, kind: str, words: str, by: User, on: dt.date, today: dt.date, paid: Any = None) -> Any:
    return services.note(incident=incident, kind=kind, on=on, words=words, paid=paid, today=today, by=by)


def _settle(*, incident: Incident, result: str, by: User, on: dt.date, recourse: str = "") -> Any:
    return services.settle(incident=incident, result=result, recourse=recourse, on=on, by=by)


def _visit(*, care: Care, words: str, by: User, on: dt.date, today: dt.date, given: Any = None) -> Any:
    return services.visit(care=care, on=on, words=words, given=given, today=today, by=by)


def _incident(name: str, do: Any, **said: Any) -> Act:
    page, api = f"/discipline/incidents/%s/{name}/", f"/api/v1/incidents/%s/{name}/"
    return Act(do, "incident", page, api, HANDLERS[:6], said, HANDLERS)


def _care(name: str, do: Any, **said: Any) -> Act:
    return Act(do, "care", f"/discipline/care/%s/{name}/", f"/api/v1/care/%s/{name}/", HANDLERS[:6], said, HANDLERS)


INCIDENTS = {
    "take": _incident("take", services.take),
    "note": _incident("note", _note, kind="medical", words="送医", on=None),
    "settle": _incident("settle", _settle, result="已办结"),
}
CARES = {
    "visit": _care("visit", _visit, words="走访慰问", on=None),
    "end": _care("end", services.end_care, why="已脱困"),
}


# --- the laws ---


def judged(row: Incident, end: str, day: dt.date) -> Iterator[str]:
    steps = set(IncidentStep.objects.filter(incident=row).values_list("kind", flat=True))
    if end == "reported" and not (row.happened_on <= row.reported_on == day <= row.take_by <= row.due_on):
        yield f"happened {row.happened_on}, reported {row.reported_on}, to be taken by {row.take_by}"
    if end != "settled":
        return
    if row.kind in ("attacked", "threatened") and "pursued" not in steps:
        yield "settled though nobody was pursued"
    if (row.kind == "third_party" or "compensated" in steps) and not row.recourse:
        yield "settled without an examination of what is asked back"
    injuries = Injury.objects.filter(auxiliary=row.auxiliary_id, happened_on=row.happened_on)
    if row.kind == "hurt" and not injuries.exclude(reported_on=None).exists():
        yield "settled though the injury was not applied for"
    if not row.result or row.settled_at is None:
        yield "settled without a result"


def always(day: dt.date) -> Iterator[str]:
    """Somebody else deals with it; what was done lies between the day it happened and the day it was settled."""
    rows = Incident.objects.select_related("auxiliary", "lead", "unit").defer("what", "result")
    for row in rows:
        involved = {row.auxiliary.person_id, row.lead.person_id if row.lead else 0}
        if (row.status != "reported") != (row.handler_person_id is not None):
            yield f"{row}: {row.status}, in the hands of {row.handler_person_id}"
        if row.handler_person_id in involved:
            yield f"{row}: whoever it happened to, or led, deals with it"
        if row.borne_by_id == row.unit_id or not row.unit.path.startswith(row.borne_by.path):
            yield f"{row}: borne by {row.borne_by}"
    for step in IncidentStep.objects.select_related("incident").defer("words"):
        last = step.incident.settled_at
        if not step.incident.happened_on <= step.on <= day or (step.paid or 0) < 0 or (last and step.at > last):
            yield f"{step}: on {step.on}, incident of {step.incident.happened_on}, settled {last}"
    yield from wrong_care(day)


def wrong_care(day: dt.date) -> Iterator[str]:
    """Whoever is looked after is visited in time; whoever is not any more left with a reason."""
    running = set()
    for row in Care.objects.prefetch_related("visits"):
        visits = [one.on for one in row.visits.all()]
        if row.visit_by != max(add_months(one, VISIT_MONTHS) for one in (row.since, *visits)):
            yield f"care {row.pk}: visited on {visits}, the next is due on {row.visit_by}"
        if any(one < row.since or one > (row.until or day) for one in visits):
            yield f"care {row.pk}: since {row.since} until {row.until}, visited on {visits}"
        if row.until is not None and not (row.why_ended and row.since <= row.until <= day):
            yield f"care {row.pk}: ended on {row.until}, “{row.why_ended}”"
        if row.until is None and (row.auxiliary_id, row.ground) in running:
            yield f"care {row.pk}: twice on the list"
        if row.until is None:
            running.add((row.auxiliary_id, row.ground))


def told(day: dt.date) -> Iterator[str]:
    """Once every event is consumed: somebody who may deal with it knows of it, and the person of each step."""
    kinds = ("discipline.incident_reported", "discipline.incident_moved")
    keys = set(Message.objects.filter(kind__in=kinds).values_list("key", "user"))
    known = {key for key, _user in keys}
    people = dict(User.objects.exclude(person=None).values_list("pk", "person"))
    wanted = set()
    for row in Incident.objects.select_related("auxiliary", "lead").defer("what", "result"):
        mine = [user for user, person in people.items() if person == row.auxiliary.person_id]
        states = {"reported": (), "in_hand": ("in_hand",), "settled": ("settled",)}[row.status]
        wanted |= {f"discipline.incident_moved:{row.pk}:{state}" for state in states if mine}
        involved = {row.auxiliary.person_id, row.lead.person_id if row.lead else 0}
        users = {user for key, user in keys if key == f"discipline.incident_reported:{row.pk}"} | {row.reported_by_id}
        if not any(people.get(user, 0) not in {*involved, 0} for user in users):
            yield f"{row}: nobody who may deal with it was told"
    if missing := wanted - known:
        yield f"not told: {missing}"
    numbers = {str(pk) for pk in Incident.objects.values_list("pk", flat=True)}
    if stray := {key for key in known if key.split(":")[1] not in numbers}:
        yield f"told without an incident: {stray}"


laws.MOVES[Incident] = rules.moves()
laws.FIRST[Incident] = "reported"
laws.JUDGED[Incident] = judged
laws.ALWAYS.append(always)
laws.SWEPT.append(told)


# --- the play ---


class Protecting(Play):
    """Those it happens to, those who deal with it, and whoever asks."""

    def an_incident(
        self, about: Auxiliary, who: str, kind: str, happened_on: dt.date, lead: str = "", way: str = "service"
    ) -> Done:
        officer, user = self.bureau.officers.get(lead), self.bureau.users[who]
        own = self.people.get(who) == about.pk
        said = {"kind": kind, "happened_on": happened_on, "what": WHAT}
        if way == "service" or (own and way == "api"):
            told = Told(about, lead=officer, **said)
            done = call(lambda: services.report(told=told, on=self.day, by=user))
        elif own:
            done = self.send(who, "/me/conduct/incidents/new/", {**said, "number": ""}, way)
        elif way == "page":
            more = {"badge": about.badge_number, "lead": officer.police_number if officer else "", "number": ""}
            done = self.send(who, "/discipline/incidents/new/", {**said, **more}, way)
        else:
            more = {"auxiliary": about.pk, **({"officer": officer.pk} if officer else {})}
            done = self.send(who, "/api/v1/incidents/", {**said, **more}, way)
        assert not done.ok or own or who in HANDLERS, f"{who} reported an incident of {about}"
        if own and happened_on <= self.day:
            assert done.ok, f"{who} could not report what happened to {about}: {done}"
        return self.note("report incident", done)

    def incident_goes_on(self, row: Incident, who: str, way: str, step: str, *, hasty: bool = False) -> None:
        """Taken in hand, helped with as its kind wants, settled; in haste it is settled as it stands."""
        if row.status == "reported":
            self.act("take incident", INCIDENTS["take"], row, who, way)
            return
        held = next((name for name in HANDLERS[:7] if self.bureau.users[name].person_id == row.handler_person_id), who)
        done = set(row.steps.values_list("kind", flat=True))
        applied = Injury.objects.filter(auxiliary=row.auxiliary_id, happened_on=row.happened_on).exists()
        if row.kind in ("attacked", "threatened") and "pursued" not in done and not hasty:
            self.act("note incident", INCIDENTS["note"], row, held, way, kind="pursued")
        elif row.kind == "hurt" and not applied and not hasty:
            hurt, clerk = (
                {"happened_on": row.happened_on, "what": "扭伤", "reported_on": self.day},
                self.bureau.users["hr"],
            )
            self.note("apply for injury", call(lambda: report_injury(auxiliary=row.auxiliary, by=clerk, **hurt)))
        elif not done and not hasty:
            self.act("note incident", INCIDENTS["note"], row, held, way, kind=step, paid=Decimal("1280.50"))
        else:
            self.act("settle incident", INCIDENTS["settle"], row, held, way, **({} if hasty else {"recourse": "none"}))

    @rule(data=st.data(), who=st.sampled_from((*HANDLERS, "lin", "wu", *EVERYBODY)), kind=st.sampled_from(KINDS),
          way=st.sampled_from(WAYS), ago=st.integers(-1, 5), lead=st.sampled_from(LEADS))  # fmt: skip
    def something_happens_on_duty(self, data: Any, who: str, kind: str, way: str, ago: int, lead: str) -> None:
        own = way == "page" and who in self.people
        about = Auxiliary.objects.get(pk=self.people[who]) if own else self.person(data)
        self.an_incident(about, who, kind, self.day - dt.timedelta(days=ago), lead, way)

    @precondition(lambda self: self.some(Incident, "reported", "in_hand"))
    @rule(data=st.data(), way=by, who=st.sampled_from(HANDLERS), step=st.sampled_from(STEPS), steps=st.integers(1, 3),
          hasty=st.booleans())  # fmt: skip
    def an_incident_goes_on(self, data: Any, way: str, who: str, step: str, steps: int, hasty: bool) -> None:
        row = self.one(data, Incident, status__in=("reported", "in_hand"))
        for _step in range(steps):
            row.refresh_from_db()
            if row.status != "settled":
                self.incident_goes_on(row, who, way, step, hasty=hasty)

    @precondition(lambda self: self.some(Incident))
    @rule(data=st.data(), way=by, who=anybody, name=st.sampled_from(sorted(INCIDENTS)), step=st.sampled_from(STEPS),
          ago=st.integers(-1, 6), recourse=st.sampled_from(("", "none", "gross")))  # fmt: skip
    def anybody_acts_on_an_incident(
        self, data: Any, way: str, who: str, name: str, step: str, ago: int, recourse: str
    ) -> None:
        row = self.one(data, Incident)
        before, mine = row.handler_person_id, self.bureau.users[who].person_id
        more: dict[str, Any] = {"note": {"kind": step, "on": self.day - dt.timedelta(days=ago)}}.get(name, {})
        if name == "settle" and recourse:
            more = {"recourse": recourse}
        done = self.act(f"incident {name}", INCIDENTS[name], row, who, way, **more)
        assert not (done.ok and name != "take" and before != mine), f"{who} did {name} in {row}, in other hands"

    # --- the care list ---

    @rule(
        data=st.data(),
        who=st.sampled_from((*HANDLERS, *EVERYBODY)),
        way=st.sampled_from(WAYS),
        ground=st.sampled_from(GROUNDS),
    )
    def somebody_is_looked_after(self, data: Any, who: str, way: str, ground: str) -> None:
        about, user = self.person(data), self.bureau.users[who]
        said = {"ground": ground, "words": "家庭困难"}
        if way == "service":
            done = call(lambda: services.look_after(auxiliary=about, on=self.day, by=user, **said))
        elif way == "page":
            done = self.send(who, "/discipline/care/new/", {**said, "badge": about.badge_number}, way)
        else:
            done = self.send(who, "/api/v1/care/", {**said, "auxiliary": about.pk}, way)
        assert not done.ok or who in HANDLERS, f"{who} put {about} on the care list"
        self.note("look after", done)

    @precondition(lambda self: Care.objects.exists())
    @rule(data=st.data(), way=by, who=st.sampled_from((*HANDLERS, *HANDLERS, *EVERYBODY)),
          name=st.sampled_from(("visit", "visit", "end")), ago=st.integers(-1, 40))  # fmt: skip
    def somebody_is_visited(self, data: Any, way: str, who: str, name: str, ago: int) -> None:
        row = self.one(data, Care)
        ended, visits = row.until is not None, CareVisit.objects.filter(care=row).count()
        more = {"on": self.day - dt.timedelta(days=ago), "given": Decimal(500)} if name == "visit" else {}
        done = self.act(f"care {name}", CARES[name], row, who, way, **more)
        assert not (done.ok and ended), f"{who} did {name} for {row}, which ended"
        assert CareVisit.objects.filter(care=row).count() == visits + (done.ok and name == "visit")

    def an_incident_is_under_way(self, about: str, kind: str, steps: int, lead: str, *, hasty: bool = False) -> None:
        self.an_incident(self.bureau.people[about], "inspector", kind, self.day, lead)
        for _step in range(steps):
            row = Incident.objects.get()
            if row.status != "settled":
                self.incident_goes_on(row, "hr", "service", "medical", hasty=hasty)
