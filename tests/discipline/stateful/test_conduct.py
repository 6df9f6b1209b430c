"""2,000 sequences of acts in the conduct room: no illegal state, no orphan effect, no answer of 500; and what would find them."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from auxpolice.embedded.postgres import Postgres
from core import outbox
from discipline.models import Appraisal, Case, Finding, Inspection, Subject
from discipline.selectors import commendations as selectors
from discipline.selectors import warning_signs
from discipline.services import commendations
from duties.models import CHINA
from regulations import rules
from tests import servers
from tests.assurance import long_form
from tests.conftest import WORKER, connected_to
from tests.discipline.stateful import acts, laws
from tests.discipline.stateful.machine import Conduct
from tests.discipline.stateful.people import Bureau, Days

SEQUENCES, STEPS = (int(os.environ.get("CONDUCT_SEQUENCES", "2000")), 25) if long_form() else (2, 12)
SEED = os.environ.get("CONDUCT_SEED") or secrets.token_hex(4)  # it is printed: the same seed plays the same sequences
ENOUGH = 1000  # sequences that come to every state
LONGEST = 90 * 60  # seconds of the long form: what was done by then is printed


EVERY_STATE = {f"{model.__name__} {state}" for model, found in laws.MOVES.items() for pair in found for state in pair}


@pytest.fixture(scope="module")
def bureau(django_db_setup: None, django_db_blocker) -> Iterator[Bureau]:
    name = f"conduct_{WORKER}"
    servers.clone(name)
    before = os.environ.get("AUXPOLICE_TODAY")
    with django_db_blocker.unblock(), connected_to(name), pytest.MonkeyPatch.context() as patched:
        patched.setattr("core.api.UserRate.allow_request", lambda *_: True)
        made = Bureau(Days(patched))
        Conduct.bureau = made
        yield made
    os.environ.pop("AUXPOLICE_TODAY") if before is None else os.environ.update(AUXPOLICE_TODAY=before)
    servers.drop(name)


@pytest.fixture(autouse=True)
def monday() -> None:
    """The days of this file are moved by the machine."""


@pytest.fixture
def conduct(bureau: Bureau) -> Iterator[Conduct]:
    """The machine, for a sequence that is written down."""
    made = Conduct()
    yield made
    made.teardown()


def play(sequences: int, steps: int, *, phases: tuple[Phase, ...] = (Phase.generate, Phase.shrink)) -> int:
    """Play so many sequences, or as many as there is time for; answers how many."""
    played, began = 0, time.monotonic()
    while played < sequences and time.monotonic() - began < LONGEST:
        several = min(sequences - played, 50)
        if long_form():
            seed(f"{SEED}-{played}")(Conduct)
        plan = settings(
            max_examples=several, stateful_step_count=steps, deadline=None, database=None, derandomize=not long_form(),
            phases=phases, suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        run_state_machine_as_test(Conduct, settings=plan)
        played += several
        if played < sequences:
            tidy()
    return played


def tidy() -> None:
    """What was undone leaves dead rows behind, which each later look would step over."""
    Postgres().execute(connection.settings_dict["NAME"], "VACUUM")


def test_no_illegal_state_no_orphan_effect_no_500(bureau: Bureau):
    Conduct.done.clear()
    Conduct.reached.clear()
    began = time.process_time()
    print(f"\nCONDUCT_SEED={SEED}")
    played = play(SEQUENCES, STEPS)
    acts = sum(Conduct.done.values())
    print(f"\n{played} sequences of up to {STEPS} steps, {acts} acts, {Conduct.done['refused']} of them refused, "
          f"{len(Conduct.reached)} states reached, {time.process_time() - began:.0f} s of processor")  # fmt: skip
    print(sorted(Conduct.done.items()), sorted(Conduct.reached), sep="\n")
    assert played > 0 and acts > played
    assert Conduct.reached >= (EVERY_STATE if played >= ENOUGH else {"Case reported"}), EVERY_STATE - Conduct.reached


def under_a_suspension(conduct: Conduct) -> Case:
    """A case that is looked at, and Lin suspended for ten days."""
    conduct.a_case_is_under_way("lin", 1, "demerit")
    case = Case.objects.get()
    assert conduct.act("suspend", acts.SUSPEND, case, "inspector", ends_on=conduct.day + dt.timedelta(days=10)).ok
    return case


def test_a_suspension_that_outlives_its_case_is_found(conduct: Conduct, monkeypatch: pytest.MonkeyPatch):
    """The control: a case is dropped, and what it ordered is not lifted."""
    case = under_a_suspension(conduct)
    conduct.nothing_stands_without_its_cause()
    monkeypatch.setattr("discipline.services.cases.beginning.lift_running", lambda *_args, **_more: None)
    assert conduct.act("drop", acts.CASES["drop"], case, "inspector").ok
    with pytest.raises(AssertionError, match="its suspension goes on"):
        conduct.nothing_stands_without_its_cause()


def test_work_that_stands_under_a_suspension_is_found(conduct: Conduct, monkeypatch: pytest.MonkeyPatch):
    """The control: an event that nobody heeds."""
    stage, lin = conduct.bureau.stage, conduct.people["lin"]
    begins = dt.datetime.combine(conduct.day + dt.timedelta(days=2), dt.time(14), CHINA)
    stage.approved(auxiliaries=(lin, stage.wu.pk), starts_at=begins, ends_at=begins + dt.timedelta(hours=2))
    under_a_suspension(conduct)
    monkeypatch.setitem(outbox._consumers["roster.restricted"], "duties.redecide", lambda payload: None)
    with pytest.raises(AssertionError, match=f"stands though {lin} is suspended"):
        conduct.the_sweeper_comes()


def test_an_award_that_counts_after_it_was_revoked_is_found(conduct: Conduct, monkeypatch: pytest.MonkeyPatch):
    """The control of effects: months are saved by an award that was taken back."""
    hero, clerk = conduct.bureau.people["lin"], conduct.bureau.users["hr"]
    deed = {"kind": "praise", "deed": "救人", "deed_on": conduct.day}
    row = commendations.nominate(auxiliary=hero, by=clerk, on=conduct.day, **deed)
    row = commendations.publish(commendation=row, by=clerk, on=conduct.day)
    conduct.stand = laws.states()
    conduct.days_pass(12)
    assert conduct.act("award", acts.AWARDS["award"], row, "supervisor").ok
    conduct.nothing_stands_without_its_cause()
    monkeypatch.setattr(selectors, "awards_of", lambda *_asked: {hero.pk: [row]})
    row.awarded_on = conduct.day
    assert conduct.act("revoke", acts.AWARDS["revoke"], row, "supervisor").ok
    with pytest.raises(AssertionError, match="the next grade is due"):
        conduct.nothing_stands_without_its_cause()


def test_a_result_that_never_becomes_final_is_found(conduct: Conduct, monkeypatch: pytest.MonkeyPatch):
    """The control of appraisals: the term to object is over, and nobody looks."""
    conduct.an_appraisal_is_under_way("daily", 4, [80])
    assert set(conduct.stand[Appraisal].values()) == {"told"}
    conduct.nothing_stands_without_its_cause()
    monkeypatch.setattr("tests.discipline.stateful.people.appraisals.conclude_unopposed", lambda **_asked: 0)
    conduct.days_pass(6)
    with pytest.raises(AssertionError, match="nobody objected until .*, and it is not final"):
        conduct.nothing_stands_without_its_cause()


def test_an_incident_nobody_was_told_of_is_found(conduct: Conduct, monkeypatch: pytest.MonkeyPatch):
    """The control of protection: an event that nobody heeds."""
    monkeypatch.setitem(outbox._consumers["discipline.incident_reported"], "discipline.tell", lambda payload: None)
    conduct.an_incident(conduct.bureau.people["lin"], "lin", "attacked", conduct.day)
    with pytest.raises(AssertionError, match="nobody who may deal with it was told"):
        conduct.the_sweeper_comes()


def test_a_warning_of_what_was_not_upheld_is_found(conduct: Conduct, monkeypatch: pytest.MonkeyPatch):
    """The control of warnings: a complaint counts before anybody looked at it."""
    conduct.a_complaint_is_under_way(3, "lin")
    conduct.the_warnings_are_read()
    monkeypatch.setattr(warning_signs, "_upheld", lambda since: Subject.objects.filter(auxiliary__isnull=False))
    with pytest.raises(AssertionError, match="complaints"):
        conduct.the_warnings_are_read()


def test_a_finding_that_was_lost_is_found(conduct: Conduct, monkeypatch: pytest.MonkeyPatch):
    """The control of supervision: an item is not in order, and nothing is found."""
    conduct.an_inspection_is_under_way(1, ())
    monkeypatch.setattr("discipline.services.supervision.inspecting.find", lambda **_told: Finding(number="–"))
    with pytest.raises(AssertionError, match="found were"):
        conduct.inspection_goes_on(Inspection.objects.get(), "service", ("uniform",))


@pytest.mark.long
@pytest.mark.parametrize("code", ["CS-03", "CS-06", "CS-08", "CM-06", "TS-01", "AP-02", "AP-07", "BZ-02", "SV-03"])
def test_random_sequences_find_a_rule_that_is_gone(bureau: Bureau, monkeypatch: pytest.MonkeyPatch, code: str):
    """The control of the whole: without the rule a sequence fails, by a law of this folder or by the database."""
    plain = rules.broken

    def blind(*asked: Any, **more: Any) -> Any:
        return [finding for finding in plain(*asked, **more) if finding.code != code]

    monkeypatch.setattr(rules, "broken", blind)
    with pytest.raises((AssertionError, DatabaseError, BaseExceptionGroup)):
        play(1000, STEPS, phases=(Phase.generate,))
