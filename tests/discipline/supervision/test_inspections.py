"""How a unit is inspected: drawn or ordered, told before or not, by one who has no part in the duty."""

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from core.errors import BadInput, NotNow, Refused
from core.models import AuditEntry
from discipline.models import Answer, Draw, Finding, Inspection
from discipline.rules.supervision import Ticket, drawn, lowest
from discipline.selectors.supervision import risks
from discipline.services import supervision
from discipline.services.supervision import Plan, Seen
from reminders.models import Message
from tests.cast import TODAY
from tests.discipline.supervision.conftest import ON_THE_SPOT

PLAN = Plan(ON_THE_SPOT, TODAY + dt.timedelta(days=2))


def sees(user, row):
    return Inspection.objects.visible_to(user).filter(pk=row.pk).exists()


# --- the draw


def test_a_draw_is_the_same_for_whoever_has_seed_and_pool():
    pool = [Ticket(n, f"unit{n}", 1) for n in range(40)]
    first = drawn(pool, seed="20261116", count=5)
    assert first == drawn(list(reversed(pool)), seed="20261116", count=5)
    assert first != drawn(pool, seed="20261117", count=5)
    assert drawn(pool, seed="20261116", count=4) == first[:4]


def test_a_ticket_is_the_hash_that_the_page_names():
    by_hand = min(hashlib.sha256(f"s|north|{n}".encode()).hexdigest() for n in (1, 2, 3))
    assert lowest(Ticket(7, "north", 3), "s") == by_hand


def test_more_tickets_are_drawn_more_often():
    """Two units, one with nine tickets: it comes first in about nine of ten draws."""
    pool = [Ticket(1, "quiet", 1), Ticket(2, "busy", 9)]
    first = sum(drawn(pool, seed=str(n), count=1)[0].code == "busy" for n in range(1000))
    assert 870 <= first <= 930


def test_risk_counts_what_happened_and_every_unit_has_one_ticket(beat):
    """One refused attempt (1) and one overdue finding (2) make four tickets; a quiet station keeps its one."""
    beat.cast.auxiliary("南街辅警", unit="south")
    beat.finding(due_on=TODAY)
    with pytest.raises(Refused):
        beat.submitted(text="开具罚单", codes=())
    found = {risk.unit.code: risk for risk in risks(beat.cast["first"], TODAY + dt.timedelta(days=1))}
    assert (found["north"].attempts, found["north"].overdue, found["north"].tickets) == (1, 1, 4)
    assert found["south"].tickets == 1
    assert "west" not in found  # the other bureau


def test_units_are_drawn_and_an_inspection_of_each_is_planned(beat):
    beat.cast.auxiliary("南街辅警", unit="south")
    words = {"unit": beat.cast["first"], "plan": PLAN, "on": TODAY, "by": beat.inspector}
    row = supervision.draw(method="random", count=2, seed="abc", **words)
    assert {one.unit.code for one in row.inspections.all()} == {"north", "south"}
    assert {one.why for one in row.inspections.all()} == {"random"}
    assert [tickets for _unit, _code, tickets in row.pool] == [1, 1]
    again = drawn([Ticket(*line) for line in row.pool], seed=row.seed, count=2)
    assert [ticket.unit for ticket in again] == row.chosen
    with pytest.raises(DatabaseError), transaction.atomic():
        Draw.objects.filter(pk=row.pk).update(seed="another")


def test_a_draw_beyond_the_own_units_is_forbidden(beat):
    with pytest.raises(PermissionDenied):
        supervision.draw(unit=beat.cast["city"], method="risk", count=1, plan=PLAN, on=TODAY, by=beat.inspector)
    with pytest.raises(PermissionDenied):
        supervision.plan(unit=beat.cast["north"], plan=PLAN, on=TODAY, by=beat.supervisor)


# --- announced or not


def test_the_unit_learns_of_an_inspection_when_it_is_announced_or_has_begun(beat):
    told, silent = beat.plan(announced=True), beat.plan()
    beat.sweep()
    assert sees(beat.supervisor, told) and not sees(beat.supervisor, silent)
    kinds = Message.objects.filter(user=beat.supervisor).values_list("kind", "words__number")
    assert list(kinds) == [("discipline.inspection_announced", told.number)]
    supervision.begin(inspection=silent, by=beat.inspector)
    assert sees(beat.supervisor, silent)
    assert not sees(beat.cast.user("supervisor2"), told)
    assert not sees(beat.cast.user("pay-clerk"), told)


def test_an_inspection_that_was_called_off_is_not_announced_when_the_queue_is_up_again(beat):
    row = beat.plan(announced=True)
    supervision.cancel(inspection=row, reason="改期", by=beat.inspector)
    beat.sweep()
    assert not Message.objects.filter(kind="discipline.inspection_announced").exists()


def test_what_was_planned_silently_is_not_announced_afterwards(beat):
    row = beat.plan()
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.filter(pk=row.pk).update(announced=True)


# --- who inspects


def test_whoever_leads_the_duty_does_not_inspect_it(beat):
    """The inspector is himself the leading officer: refused by SV-01, with the articles on avoidance."""
    own = beat.cast.officer("督察民警", person=beat.inspector.person)
    duty = beat.duty(leads=(own.pk,))
    with pytest.raises(Refused) as refused:
        beat.plan(assignment=duty)
    (finding,) = refused.value.findings
    assert finding.code == "SV-01"
    assert {"HA", "GX"} <= {cite["key"] for cite in finding.cites}


def test_the_database_refuses_it_too(beat):
    own = beat.cast.officer("督察民警", person=beat.inspector.person)
    row = beat.plan()
    row.assignment = beat.duty(leads=(own.pk,))
    row.pk, row.number, row._state.adding = None, "DC2026-999999", True
    with pytest.raises(IntegrityError, match="has a part in the duty"), transaction.atomic():
        row.save()


def test_another_inspector_does_not_act_in_it(beat):
    other = beat.user_of(beat.cast.officer("另一督察"), group="inspector", unit="first")
    with pytest.raises(NotNow):
        supervision.begin(inspection=beat.plan(), by=other)


# --- on the spot


def test_every_item_is_answered_and_what_is_wrong_becomes_a_finding(beat):
    inspection = beat.begun()
    (found,) = beat.conclude(inspection, card=Seen("wrong", "李某未带工作证"))
    inspection.refresh_from_db()
    assert inspection.status == "closed"
    assert Answer.objects.filter(inspection=inspection).count() == 8
    assert (found.item, found.what, found.status) == ("card", "李某未带工作证", "open")
    assert found.due_on == TODAY + dt.timedelta(days=15)  # house policy, to be confirmed
    assert "李某" not in str([*AuditEntry.objects.values_list("after", "reason", "object_label")])


def test_an_item_that_nobody_answered_keeps_the_inspection_open(beat):
    with pytest.raises(BadInput) as wrong:
        supervision.conclude(inspection=beat.begun(), seen={"card": Seen("right")}, on=TODAY, by=beat.inspector)
    assert "uniform" in wrong.value.errors and "card" not in wrong.value.errors


def test_nothing_is_found_before_it_begins(beat):
    with pytest.raises(NotNow):
        supervision.find(inspection=beat.plan(), item="card", what="无证", on=TODAY, by=beat.inspector)
    assert not Finding.objects.exists()


def test_a_cancelled_inspection_keeps_its_reason_and_is_not_begun(beat):
    with pytest.raises(BadInput):
        supervision.cancel(inspection=beat.plan(), reason=" ", by=beat.inspector)
    row = supervision.cancel(inspection=beat.plan(), reason="暴雨,勤务取消", by=beat.inspector)
    assert row.reason == "暴雨,勤务取消"
    with pytest.raises(NotNow):
        supervision.begin(inspection=row, by=beat.inspector)
