"""R-20, R-25, R-26, R-28: what is given once is given once, however many ask at the same moment."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from core.actors import SYSTEM
from core.errors import DomainError, Refused
from organisation.models import Person
from organisation.services import people
from roster import services
from roster.agreeing import disagreements
from roster.models import Auxiliary, Contract, Posting
from roster.services import room
from tests.cast import TODAY, Cast, identity
from tests.guards.waiting import held
from tests.races.together import AT_ONCE, ROUNDS, lost, together, twenty, without, won
from tests.roster.test_races import hire_all, without_lock, without_trigger

FREE = 10


def on_strength(cast: Cast) -> int:
    return Auxiliary.objects.on_strength().below(cast["first"]).count()


def with_room(cast: Cast, places: int) -> None:
    """So many may still be hired in the bureau."""
    room.Quota.objects.filter(unit=cast["first"]).update(number=on_strength(cast) + places)


def newcomer(number: str = "", **file: Any) -> services.Newcomer:
    return services.Newcomer(name="同时", identity_number=number or identity(), file=file)


def hiring(cast: Cast, who: Callable[[int], services.Newcomer]) -> Callable[[int], Any]:
    by, where = cast.user("hr"), services.Place(unit=cast["north"], category="service", starts_on=TODAY)
    return lambda n: services.hire(who=who(n), place=where, terms=None, by=by, on=TODAY)


# --- the quota ---


def test_twenty_hires_on_a_quota_of_ten_are_exactly_ten(stage, assure):
    exact = reasons = 0
    for _ in range(ROUNDS):
        with_room(stage.cast, FREE)
        who = [newcomer() for _ in range(AT_ONCE)]
        answers = twenty(hiring(stage.cast, who.__getitem__))
        exact += len(won(answers)) == FREE
        reasons += sum(isinstance(error, Refused) and error.findings[0].code == "RO-08" for error in lost(answers))
    figure = f"{exact} of {ROUNDS} rounds of 20 hires on quota 10 hired exactly 10, {reasons} told the full quota"
    assure("R-20", figure, ok=exact == ROUNDS and reasons == FREE * ROUNDS and not disagreements(TODAY))


def test_a_hire_waits_for_the_one_before_and_then_counts_again(stage, assure):
    """The same, without luck: the quota is held until both have asked for its last place."""
    with_room(stage.cast, 1)
    who = [newcomer() for _ in range(2)]
    act, answers = hiring(stage.cast, who.__getitem__), []
    with held(stage.cast["first"].quotas.get(category="any")):
        both = threading.Thread(target=lambda: answers.extend(together([lambda: act(0), lambda: act(1)])))
        both.start()
        both.join(0.5)
        waiting = both.is_alive()
    both.join(30)
    figure = f"last place held, two wait, released: {len(won(answers))} hired, {len(lost(answers))} refused"
    assure("R-20", figure, ok=waiting and len(won(answers)) == 1 and isinstance(lost(answers)[0], Refused))


def test_control_without_lock_and_trigger_the_quota_breaks(fresh_db, monkeypatch, assure):
    cast = Cast()
    room.Quota.objects.filter(unit=cast["first"]).update(number=FREE)
    cast.post(headcount=50)
    without_lock(monkeypatch)
    without_trigger("keep_1_quota_in")
    hired = hire_all(cast)
    told = disagreements(TODAY)
    assure("R-20", f"control without lock and trigger: {hired} hired on 10", ok=hired == AT_ONCE and len(told) == 1)


# --- nothing overlaps ---


def a_contract(cast: Cast, auxiliary: Auxiliary, n: int) -> Any:
    day = TODAY + timedelta(days=n)
    return cast.contract(auxiliary, starts_on=day, ends_on=date(2029, 12, 31))


def a_posting(auxiliary: Auxiliary, n: int) -> Any:
    return Posting.objects.create(auxiliary=auxiliary, unit=auxiliary.unit, starts_on=TODAY + timedelta(days=n))


def test_contracts_and_postings_of_one_person_never_overlap(stage, assure):
    """Past the services, straight into the tables: twenty inserts, and twenty edits that would make two overlap."""
    cast, found = stage.cast, {"contracts": 0, "postings": 0, "edits": 0}
    with_room(cast, 500)
    cast.employer()
    for _ in range(ROUNDS):
        one, other = cast.auxiliary(papers=False), cast.auxiliary(papers=False)
        found["contracts"] += len(won(twenty(lambda n, one=one: a_contract(cast, one, n))))
        other.postings.update(ends_on=TODAY - timedelta(days=1))
        found["postings"] += len(won(twenty(lambda n, other=other: a_posting(other, n))))
        contract = one.contracts.get()
        row = Contract.objects.filter(pk=contract.pk)
        early = cast.contract(one, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), ended_on=date(2024, 12, 31),
                              end_ground="expired")  # fmt: skip
        found["edits"] += len(won(twenty(lambda n, row=row, e=early: row.update(starts_on=e.ends_on - timedelta(n)))))
    figure = (
        f"{ROUNDS} rounds of 20: {found['contracts']} contracts, {found['postings']} postings, {found['edits']} edits"
    )
    assure("R-25", f"{figure} stood", ok=found == {"contracts": ROUNDS, "postings": ROUNDS, "edits": 0})


def test_twenty_moves_of_one_person_are_one(stage, assure):
    cast, moved = stage.cast, 0
    by = cast.user("hr")
    with_room(cast, 500)
    for _ in range(ROUNDS):
        one = cast.auxiliary("调动", papers=False)
        where = {"unit": cast["south"], "post": None, "starts_on": TODAY}
        answers = twenty(lambda n, one=one, w=where: services.move(auxiliary=one, by=by, on=TODAY, **w))
        assert all(isinstance(error, DomainError) for error in lost(answers))
        moved += len(won(answers))
    figure = f"{moved} of {AT_ONCE * ROUNDS} moves of one person went through, {ROUNDS} rounds"
    assure("R-25", figure, ok=moved == ROUNDS and not disagreements(TODAY))


def test_who_waits_while_a_file_is_moved_reads_where_it_is_now(stage, assure):
    """Joined to the lock, unit and post would be those of before the wait, and the file be missed."""
    cast, answers = stage.cast, []
    with_room(cast, 500)
    one, by = cast.auxiliary("久等", papers=False), cast.user("hr")
    suspend = {"kind": "suspension", "reason": "调查", "starts_on": TODAY, "on": TODAY, "by": by}
    with transaction.atomic():
        services.move(
            auxiliary=one, unit=cast["south"], post=cast.post("久等岗", unit="south"), starts_on=TODAY, by=by, on=TODAY
        )
        waits = threading.Thread(
            target=lambda: answers.extend(together([lambda: services.restrict(auxiliary=one, **suspend)]))
        )
        waits.start()
        waits.join(0.5)
        assert waits.is_alive()
    waits.join(30)
    one.refresh_from_db()
    figure = f"held, moved, released: the act that waited {'was done' if not lost(answers) else 'broke'}"
    assure("R-29b", figure, ok=not lost(answers) and (one.unit, one.status) == (cast["south"], "suspended"))


def test_control_without_the_constraints_contracts_overlap(fresh_db, assure):
    cast = Cast()
    cast.employer()
    without("ALTER TABLE roster_contract DROP CONSTRAINT one_contract_at_a_time", "DROP INDEX one_open_contract")
    one = cast.auxiliary(papers=False)
    stood = len(won(twenty(lambda n: a_contract(cast, one, n))))
    assure("R-25", f"control without the constraints: {stood} of 20 stood", ok=stood == AT_ONCE)


# --- one holder ---


def test_badge_card_and_serial_have_one_holder(stage, assure):
    cast, numbers, found = stage.cast, itertools.count(1), {"badge": 0, "card": 0, "serial": 0}
    by = cast.user("hr")
    with_room(cast, 500)
    people_of_the_race = [cast.auxiliary(f"领{n}", papers=False) for n in range(AT_ONCE)]
    for _ in range(ROUNDS):
        with_room(cast, AT_ONCE)
        number = f"R{next(numbers)}"
        who = [newcomer(badge_number=number) for _ in range(AT_ONCE)]
        found["badge"] += len(won(twenty(hiring(cast, who.__getitem__))))
        card = {"number": number, "valid_from": TODAY, "valid_until": TODAY + timedelta(days=365), "by": by}
        cards = won(twenty(lambda n, c=card: services.issue_card(auxiliary=people_of_the_race[n], **c)))
        piece = {"kind": "radio", "serial": number, "issued_on": TODAY, "by": by}
        radios = won(twenty(lambda n, p=piece: services.issue_equipment(auxiliary=people_of_the_race[n], **p)))
        found["card"], found["serial"] = found["card"] + len(cards), found["serial"] + len(radios)
        services.return_card(card=cards[0], returned_on=TODAY, by=by)
        services.return_equipment(issue=radios[0], returned_on=TODAY, by=by)
        services.issue_equipment(auxiliary=people_of_the_race[0], **piece)  # given back, it may be given out again
    figure = (
        f"{ROUNDS} rounds of 20 issues of one badge, card, radio: {found['badge']}, {found['card']}, {found['serial']}"
    )
    assure("R-26", figure, ok=set(found.values()) == {ROUNDS})


def test_control_without_the_constraint_one_radio_has_many_holders(fresh_db, assure):
    cast = Cast()
    without("DROP INDEX IF EXISTS one_holder_at_a_time", "DROP INDEX IF EXISTS badge_number_once")
    by, crew = cast.user("hr"), [cast.auxiliary(f"领{n}", papers=False) for n in range(AT_ONCE)]
    piece = {"kind": "radio", "serial": "S1", "issued_on": TODAY, "by": by}
    many = len(won(twenty(lambda n: services.issue_equipment(auxiliary=crew[n], **piece))))
    assure("R-26", f"control without the constraint: {many} of 20 hold the same radio", ok=many > 1)


# --- one identity number, one person ---


def ends_with_x() -> str:
    return next(number for number in (identity() for _ in range(400)) if number.endswith("X"))


def test_an_identity_number_is_on_file_once_in_either_case_also_for_leavers(stage, assure):
    cast, entered, refused = stage.cast, 0, 0
    for _ in range(ROUNDS):
        with_room(cast, AT_ONCE)
        number = ends_with_x()
        who = [newcomer(number if n % 2 else number.lower()) for n in range(AT_ONCE)]
        answers = twenty(hiring(cast, who.__getitem__))
        entered += len(won(answers))
        services.leave(auxiliary=won(answers)[0], last_day=TODAY, ground="resigned", by=cast.user("hr"), on=TODAY)
        again = twenty(hiring(cast, who.__getitem__))
        refused += sum("identity_number" in getattr(error, "errors", {}) for error in lost(again))
    figure = f"{entered} of {AT_ONCE * ROUNDS} creates entered in {ROUNDS} rounds, {refused} refused after leaving"
    assure("R-28", figure, ok=entered == ROUNDS and refused == AT_ONCE * ROUNDS)


def enter_past_the_question(number: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Everybody asks whether the number is on file before anybody writes."""
    asked = threading.Barrier(AT_ONCE)

    def nobody_yet(_number: str) -> None:
        asked.wait(30)

    monkeypatch.setattr(people, "person_by_identity", nobody_yet)
    return twenty(
        lambda n: people.add_person(name="同号", identity_number=number.lower() if n % 2 else number, by=SYSTEM)
    )


def test_the_index_of_hashes_alone_keeps_it_once(stage, monkeypatch, assure):
    number = ends_with_x()
    before = Person.objects.count()
    answers = enter_past_the_question(number, monkeypatch)
    entered = Person.objects.count() - before
    assert all(isinstance(error, DatabaseError | DomainError) for error in lost(answers))
    assure("R-28", f"all asked before any wrote: {entered} of 20 entered", ok=entered == len(won(answers)) == 1)


def test_control_without_the_index_one_number_is_many_people(fresh_db, monkeypatch, assure):
    without("DROP INDEX sealed_value_once")
    many = len(won(enter_past_the_question(ends_with_x(), monkeypatch)))
    assure("R-28", f"control without the unique index: {many} of 20 entered", ok=many > 1)
