"""R-29: any sequence of acts from hiring to rehiring; a model in memory and the database say the same after each step."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from core.errors import DomainError
from duties import services as duties
from duties.models import Assignment
from roster import services
from roster.agreeing import disagreements
from roster.models import Auxiliary, Qualification, Quota, WorkCard
from roster.services.room import quota_used
from tests.assurance import long_form
from tests.cast import TODAY, identity
from tests.duties.stage import Stage

SEQUENCES, STEPS = (2000, 40) if long_form() else (8, 12)
LONGEST = 30 * 60  # seconds of the long form: what was done by then is printed
PLACES = ("north", "south")
FIRST_DAY = TODAY - dt.timedelta(days=200)
ROOM = 3  # people the bureau may hire in a sequence


_people = itertools.count(1)


def a_number() -> str:
    """An identity number of its own for each of many thousand people of a long run."""
    count = next(_people)
    return identity(born=dt.date(1985, 1, 1) + dt.timedelta(days=count // 400), number=count % 400 + 1)


@dataclass
class Person:
    """What the model knows of somebody."""

    pk: int
    unit: str
    since: dt.date  # first day of the open posting
    status: str = "active"
    contract: bool = False
    left_on: dt.date | None = None
    suspensions: list[Any] = field(default_factory=list)
    asked: dict[int, str] = field(default_factory=dict)  # assignment → status


class Life(RuleBasedStateMachine):
    """Acts in any order; each is told beforehand whether it must succeed."""

    stage: ClassVar[Stage]
    done: ClassVar[int] = 0
    ended: ClassVar[float] = 0.0

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.cast = self.stage.cast
        self.hr = self.cast.user("hr")
        self.day = FIRST_DAY
        self.people: list[Person] = []
        Quota.objects.filter(unit=self.cast["first"]).update(number=self.used() + ROOM)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def used(self) -> int:
        return quota_used(Quota.objects.get(unit=self.cast["first"], year=TODAY.year))

    def act(self, must: bool, what: Any) -> Any:
        """Do it; a refusal where it must succeed, and the other way round, is a difference."""
        Life.done += 1
        try:
            with transaction.atomic():
                made = what()
        except DomainError as refused:
            assert not must, f"refused: {refused!r}"
            return None
        assert must, "done though it must not be"
        return made

    def on_strength(self) -> int:
        return sum(one.status != "left" for one in self.people)

    def place(self, unit: str) -> services.Place:
        return services.Place(unit=self.cast[unit], category="service", starts_on=self.day)

    # --- acts ---

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        self.day = min(self.day + dt.timedelta(days=days), TODAY)

    @rule(unit=st.sampled_from(PLACES))
    def hire(self, unit: str) -> None:
        who = services.Newcomer(name="生平", identity_number=a_number())
        act = lambda: services.hire(who=who, place=self.place(unit), terms=None, by=self.hr, on=self.day)  # noqa: E731
        made = self.act(self.on_strength() < ROOM, act)
        if made is not None:
            self.people.append(Person(made.pk, unit, self.day))
            until = TODAY + dt.timedelta(days=300)
            WorkCard.objects.create(auxiliary=made, number=f"L{made.pk}", valid_from=self.day, valid_until=until)
            training = {"kind": "training", "subject": "annual", "name": "训", "obtained_on": self.day}
            Qualification.objects.create(auxiliary=made, valid_until=until, **training)

    def one(self, data: Any) -> tuple[Person, Auxiliary]:
        person = data.draw(st.sampled_from(self.people))
        return person, Auxiliary.objects.get(pk=person.pk)

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def sign(self, data: Any) -> None:
        person, row = self.one(data)
        ends_on = self.day + dt.timedelta(days=1096)
        values = {"starts_on": self.day, "ends_on": ends_on, "signed_on": self.day, "monthly_wage": Decimal(3500)}
        terms = services.Terms(employer=self.cast.employer(), kind="fixed", **values)
        free = not row.contracts.filter(starts_on__lte=ends_on, ended_on__gte=self.day).exists()
        must = person.status != "left" and not person.contract and free
        if self.act(must, lambda: services.sign_contract(auxiliary=row, terms=terms, by=self.hr)):
            person.contract = True

    @precondition(lambda self: self.people)
    @rule(data=st.data(), unit=st.sampled_from(PLACES))
    def move(self, data: Any, unit: str) -> None:
        person, row = self.one(data)
        must = person.status != "left" and unit != person.unit and self.day > person.since
        where = {"unit": self.cast[unit], "post": None, "starts_on": self.day}
        if self.act(must, lambda: services.move(auxiliary=row, by=self.hr, on=self.day, **where)):
            person.unit, person.since = unit, self.day

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def suspend(self, data: Any) -> None:
        person, row = self.one(data)
        values = {"kind": "suspension", "reason": "调查", "starts_on": self.day, "by": self.hr, "on": self.day}
        made = self.act(person.status != "left", lambda: services.restrict(auxiliary=row, **values))
        if made is not None:
            person.suspensions.append(made)
            person.status = "suspended"

    @precondition(lambda self: any(one.suspensions for one in self.people))
    @rule(data=st.data())
    def lift(self, data: Any) -> None:
        person = data.draw(st.sampled_from([one for one in self.people if one.suspensions]))
        held = data.draw(st.sampled_from(person.suspensions))
        values = {"lifted_on": self.day, "by": self.hr, "on": self.day}
        must = self.day >= held.starts_on
        if self.act(must, lambda: services.lift_restriction(restriction=held, **values)):
            person.suspensions.remove(held)
            if person.status == "suspended" and not person.suspensions:
                person.status = "active"

    @precondition(lambda self: self.people)
    @rule(data=st.data())
    def leave(self, data: Any) -> None:
        person, row = self.one(data)
        must = person.status != "left" and self.day >= person.since
        values = {"last_day": self.day, "ground": "resigned", "by": self.hr, "on": self.day}
        if self.act(must, lambda: services.leave(auxiliary=row, **values)):
            person.status, person.left_on, person.contract = "left", self.day, False

    @precondition(lambda self: self.people)
    @rule(data=st.data(), unit=st.sampled_from(PLACES))
    def rehire(self, data: Any, unit: str) -> None:
        person, row = self.one(data)
        gone = person.status == "left" and person.left_on is not None and self.day > person.left_on
        values = {"place": self.place(unit), "terms": None, "by": self.hr, "on": self.day}
        if self.act(gone and self.on_strength() < ROOM, lambda: services.rehire(auxiliary=row, **values)):
            person.left_on, person.unit, person.since = None, unit, self.day
            person.status = "suspended" if person.suspensions else "active"  # one that was never lifted goes on

    @precondition(lambda self: self.people)
    @rule(data=st.data(), hours=st.integers(0, 200))
    def ask(self, data: Any, hours: int) -> None:
        """Whoever left or is suspended is never asked for; of the others the law decides, and the model notes how."""
        person, _row = self.one(data)
        begins = self.stage.starts_at + dt.timedelta(days=1, hours=5 * hours)
        days = {"starts_at": begins, "ends_at": begins + dt.timedelta(hours=4)}
        try:
            with transaction.atomic():
                made = self.stage.submitted(auxiliaries=(person.pk, self.stage.lin.pk), **days)
        except DomainError:
            return
        assert person.status == "active" or made.status != "pending", "somebody who may not serve is asked for"
        person.asked[made.pk] = made.status

    @precondition(lambda self: any(one.asked for one in self.people))
    @rule(data=st.data(), act=st.sampled_from(("approve", "reject", "withdraw")))
    def decide(self, data: Any, act: str) -> None:
        person = data.draw(st.sampled_from([one for one in self.people if one.asked]))
        number = data.draw(st.sampled_from(sorted(person.asked)))
        row = Assignment.objects.get(pk=number)
        acts = {
            "approve": lambda: duties.approve(assignment=row, by=self.stage.supervisor),
            "reject": lambda: duties.reject(assignment=row, reason="因", by=self.stage.supervisor),
            "withdraw": lambda: duties.withdraw(assignment=row, by=self.stage.requester),
        }
        ends = {"approve": "approved", "reject": "rejected", "withdraw": "withdrawn"}
        starts = {"pending"} if act != "withdraw" else {"pending", "referred", "returned", "draft"}
        if act == "approve" and (person.status != "active" or person.asked[number] == "pending"):
            try:
                duties.approve(assignment=row, by=self.stage.supervisor)
            except DomainError:
                return
            assert person.status == "active" and person.asked[number] == "pending", "approved though it must not be"
            person.asked[number] = "approved"
        elif self.act(person.asked[number] in starts, acts[act]):
            person.asked[number] = ends[act]

    # --- what must agree ---

    @invariant()
    def the_database_says_what_the_model_says(self) -> None:
        rows = Auxiliary.objects.select_related("unit").in_bulk([one.pk for one in self.people])
        for one in self.people:
            row = rows[one.pk]
            open_postings = list(row.postings.filter(ends_on__isnull=True).values_list("unit__code", "starts_on"))
            open_contracts = row.contracts.filter(ended_on__isnull=True).count()
            said = (row.status, row.unit.code, row.left_on, open_contracts == 1, open_contracts < 2, open_postings)
            postings = [] if one.status == "left" else [(one.unit, one.since)]
            assert said == (one.status, one.unit, one.left_on, one.contract, True, postings)
            asked = dict(Assignment.objects.filter(pk__in=one.asked).values_list("pk", "status"))
            assert asked == one.asked
        assert (
            self.used()
            == Quota.objects.get(unit=self.cast["first"], year=TODAY.year).number - ROOM + self.on_strength()
        )


class Checked(Life):
    """At the end of a sequence everything is counted once more, and late in a long run no more is begun."""

    def teardown(self) -> None:
        try:
            assert disagreements(self.day) == []
        finally:
            super().teardown()


def play(stage: Stage, machine: type[Life], sequences: int) -> int:
    """Play so many sequences, or as many as there is time for; answers how many."""
    Life.stage, played = stage, 0
    began = time.monotonic()
    while played < sequences and time.monotonic() - began < LONGEST:
        several = min(sequences - played, 100)
        plan = settings(
            max_examples=several, stateful_step_count=STEPS, deadline=None, database=None, derandomize=not long_form(),
            phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        run_state_machine_as_test(machine, settings=plan)
        played += several
    return played


def test_model_and_database_never_differ(stage, assure):
    Life.done = 0
    played = play(stage, Checked, SEQUENCES)
    figure = f"{played} sequences of up to {STEPS} steps, {Life.done} acts: 0 differences, check_quota clean"
    assure("R-29", figure, ok=played > 0 and Life.done > played)


def test_control_a_posting_left_open_is_found(stage, monkeypatch, assure):
    monkeypatch.setattr("roster.services.leaving._end_posting", lambda *_: None)
    Life.stage = stage
    machine = Life()
    machine.hire("north")
    one = machine.people[0]
    row = Auxiliary.objects.get(pk=one.pk)
    services.leave(auxiliary=row, last_day=machine.day, ground="resigned", by=machine.hr, on=machine.day)
    one.status, one.left_on = "left", machine.day
    with pytest.raises(AssertionError):
        machine.the_database_says_what_the_model_says()
    found = disagreements(machine.day)
    machine.teardown()
    assure(
        "R-29",
        f"control, leaving keeps its posting: model and check_quota both tell ({len(found)} line)",
        ok=bool(found),
    )
