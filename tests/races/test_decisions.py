"""R-21, R-22: one request is decided once, and never by the natural person who asked."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import threading
from typing import Any

import pytest

from accounts.models import User
from accounts.services import grant_role
from core.actors import SYSTEM
from core.errors import DomainError
from core.models import AuditEntry, OutboxEvent
from duties import services
from duties.models import Assignment
from duties.services import approving
from exports import services as exports
from exports.models import Export
from organisation.models import Person
from tests.assurance import long_form
from tests.cast import LONG_AGO, TODAY
from tests.duties.stage import Stage
from tests.guards.cases.trust import waiting_export
from tests.guards.waiting import held
from tests.races.together import AT_ONCE, ROUNDS, lost, together, without, won

ENDS = ("assignment.approved", "assignment.returned", "assignment.rejected", "assignment.withdrawn")
NEWS = ("duties.approved", "duties.returned", "duties.rejected", "duties.withdrawn")
_halves = itertools.count(1)


def another_day(stage: Stage, hours: int = 4) -> dict[str, dt.datetime]:
    """Two requests of the same people must not overlap, and their yearly training ends with February."""
    begins = stage.starts_at + dt.timedelta(hours=12 * next(_halves))
    return {"starts_at": begins, "ends_at": begins + dt.timedelta(hours=hours)}


def mixed(stage: Stage, one: Assignment) -> list[Any]:
    """Seven approve, seven reject, six withdraw."""
    return [
        *[lambda: services.approve(assignment=one, by=stage.supervisor)] * 7,
        *[lambda: services.reject(assignment=one, reason="人手不足", by=stage.supervisor)] * 7,
        *[lambda: services.withdraw(assignment=one, by=stage.requester)] * 6,
    ]


def entries(one: Assignment) -> int:
    return AuditEntry.objects.filter(action__in=ENDS, object_id=str(one.pk)).count()


def news(one: Assignment) -> int:
    """How many outcomes were told to the other rooms."""
    told = OutboxEvent.objects.filter(kind__in=NEWS, payload__assignment=one.pk)
    return told.values("kind").distinct().count()


def test_twenty_mixed_decisions_have_one_outcome_one_entry_one_notice(stage, assure):
    good, kinds = 0, set()
    for number in range(ROUNDS):
        one = stage.submitted(**another_day(stage))
        acts = mixed(stage, one)
        random.Random(number).shuffle(acts)
        answers = together(acts)
        assert all(isinstance(error, DomainError) for error in lost(answers))
        stands = Assignment.objects.get(pk=one.pk).status
        kinds.add(stands)
        told = news(one) == 1 or (news(one) == 0 and stands == "withdrawn")  # nobody waits for news of a withdrawal
        good += len(won(answers)) == 1 and entries(one) == 1 and told and won(answers)[0].status == stands
    assure(
        "R-21",
        f"{good} of {ROUNDS} rounds of 20 mixed: 1 outcome, 1 entry, 1 notice ({sorted(kinds)})",
        ok=good == ROUNDS,
    )


def test_approving_and_withdrawing_wait_for_each_other(stage, assure):
    """The same, without luck: the request is held until both want it."""
    one, answers = stage.submitted(**another_day(stage)), []
    acts = [
        lambda: services.approve(assignment=one, by=stage.supervisor),
        lambda: services.withdraw(assignment=one, by=stage.requester),
    ]
    with held(Assignment.objects.get(pk=one.pk)):
        both = threading.Thread(target=lambda: answers.extend(together(acts)))
        both.start()
        both.join(0.5)
        waiting = both.is_alive()
    both.join(30)
    figure = f"held, both wait, released: {len(won(answers))} outcome, {entries(one)} entry"
    assure("R-21", figure, ok=waiting and len(won(answers)) == entries(one) == 1)


def test_control_without_the_lock_several_believe_to_have_decided(fresh_db, monkeypatch, assure):
    stage = Stage()
    one = stage.submitted()
    without("ALTER TABLE duties_assignment DISABLE TRIGGER USER")
    inside = threading.Barrier(AT_ONCE, timeout=30)

    def unlocked(asked: Assignment) -> Assignment:
        found = Assignment.objects.select_related("unit", "requester__person").get(pk=asked.pk)
        inside.wait()
        return found

    monkeypatch.setattr(approving, "lock", unlocked)
    act = lambda: services.reject(assignment=one, reason="因", by=stage.supervisor)  # noqa: E731
    outcomes = len(won(together([act] * AT_ONCE)))
    assure("R-21", f"control without the lock: {outcomes} of 20 decided one request", ok=outcomes > 1)


# --- never by the person who asked, from whatever account, by whatever delegation ---

ASSIGNMENTS = 200


class Crowd:
    """Natural persons who are officers, each with one to three accounts that hold every right by a role or a delegation."""

    def __init__(self, stage: Stage, chance: random.Random) -> None:
        self.accounts: list[User] = []
        for number in range(6):
            officer = stage.cast.officer(f"警{number}")
            for again in range(chance.randint(1, 3)):
                self.accounts.append(self.account(stage, officer.person, f"crowd{number}-{again}", chance))

    @staticmethod
    def account(stage: Stage, person: Person, name: str, chance: random.Random) -> User:
        user = User.objects.create_user(name, None, person=person)
        until = TODAY + dt.timedelta(days=30) if chance.random() < 0.5 else None  # a delegation ends by itself
        for group, place in (("requester", "north"), ("supervisor", chance.choice(("first", "city")))):
            days = {"starts_on": LONG_AGO, "ends_on": until}
            grant_role(user=user, group=group, unit=stage.cast[place], by=SYSTEM, today=TODAY, **days)
        return user


def assignment_by(stage: Stage, asks: User, decides: User) -> Any:
    draft = services.save_draft(content=stage.content(**another_day(stage)), by=asks)
    return services.approve(assignment=services.submit(assignment=draft, by=asks), by=decides)


def export_by(stage: Stage, asks: User, decides: User) -> Any:
    row = waiting_export(stage)
    Export.objects.filter(pk=row.pk).update(by=asks, person=asks.person)
    row.refresh_from_db()
    return exports.approve_export(export=row, by=decides)


def decided(act: Any, stage: Stage, asks: User, decides: User) -> bool:
    try:
        act(stage, asks, decides)
    except DomainError:
        return False
    return True


def test_nobody_decides_what_the_same_person_asked_for_from_any_account(stage, assure):
    chance = random.Random(22)
    crowd = Crowd(stage, chance).accounts
    wrong, own, others, told = 0, 0, 0, []
    for number in range(ASSIGNMENTS):
        act = assignment_by if number % (4 if long_form() else 8) == 0 else export_by
        asks, decides = chance.choice(crowd), chance.choice(crowd)
        if number % 3 == 0:  # often the same person, by another account if there is one
            decides = chance.choice([one for one in crowd if one.person_id == asks.person_id])
        same = asks.person_id == decides.person_id
        through = decided(act, stage, asks, decides)
        wrong += through == same
        told += [f"{act.__name__} {number}"] if through == same else []
        own, others = own + same, others + (not same)
    figure = (
        f"{ASSIGNMENTS} decisions by {len(crowd)} accounts of 6 persons: {own} by the asker refused, {others} by others"
    )
    assure(
        "R-22", f"{figure} done, {wrong} wrong {', '.join(told)}".strip(), ok=wrong == 0 and own > 50 and others > 50
    )


def test_the_table_itself_refuses_the_asker(stage, assure):
    """Past the service: the row does not take the person who asked."""
    row = waiting_export(stage)
    with pytest.raises(Exception, match="export_decided_by_another"):
        Export.objects.filter(pk=row.pk).update(decided_by=row.by, decided_person=row.person)
    assure("R-22", "the constraint refuses the same person", ok=True)
