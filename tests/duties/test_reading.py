"""Queues, lists and sheets: who sees what, and in how many queries."""

import datetime as dt

import pytest

from core.errors import Refused
from duties import services
from duties.models import Assignment, AssignmentDuty, Commander, Lead, Member, RefusedAttempt
from duties.selectors import assignments as reads
from duties.selectors.own import own_assignments, own_duties
from duties.services import Opinion
from tests.duties.stage import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_text")]


def later(stage: Stage, hours: int, **more):
    """A pending request that starts so many hours later."""
    at = stage.starts_at + dt.timedelta(hours=hours)
    return stage.submitted(starts_at=at, ends_at=at + dt.timedelta(hours=1), **more)


def test_the_queue_shows_the_next_to_start_first(stage):
    last, first = later(stage, 9), later(stage, 1)
    assert list(reads.approval_queue(stage.supervisor)) == [first, last]


def test_the_queue_holds_only_what_this_user_may_approve(stage):
    later(stage, 1)
    stage.draft()
    assert not reads.approval_queue(stage.requester).exists()
    assert not reads.approval_queue(stage.cast.user("supervisor2")).exists()


@pytest.mark.parametrize("size", [1, 6])
def test_the_queue_costs_few_queries_at_any_size(stage, django_assert_max_num_queries, size):
    for hours in range(size):
        later(stage, hours)
    with django_assert_max_num_queries(9):
        for one in reads.approval_queue(stage.supervisor):
            assert reads.named_duties(one)
            assert [str(member.auxiliary) for member in one.members.all()]
            assert [str(lead.officer) for lead in one.leads.all()]
            assert str(one.commander.officer)


def test_one_assignment_is_read_in_few_queries(stage, django_assert_max_num_queries):
    assignment = stage.approved()
    with django_assert_max_num_queries(15):
        found = reads.detail(stage.supervisor, assignment.pk)
    assert found.duties[0]["verdict"] == "permitted_under_command"
    assert found.acts == {"stop"}


def test_outside_the_units_it_does_not_exist(stage):
    assignment = stage.approved()
    assert reads.detail(stage.cast.user("supervisor2"), assignment.pk) is None
    assert reads.detail(stage.cast.user("auxiliary"), assignment.pk) is None
    assert reads.detail(stage.supervisor, 999_999) is None


def test_the_legal_reviewer_reads_only_what_was_referred_or_ruled_on(db):
    stage = Stage(pack="CN-440300")
    referred, plain = stage.submitted("continued-questioning"), later(stage, 1)
    assert list(Assignment.objects.visible_to(stage.legal)) == [referred]
    opinion = Opinion(allows=True, text="可以", cites="SZ 9", code="continued-questioning")
    services.rule(assignment=referred, opinion=opinion, by=stage.legal)
    assert list(Assignment.objects.visible_to(stage.legal)) == [referred]
    assert plain not in Assignment.objects.visible_to(stage.legal)
    assert not reads.ruling_queue(stage.legal).exists()


def test_an_officer_of_another_unit_reads_what_he_leads(stage):
    guest = stage.cast.officer("客警", unit="south")
    user = stage.user_of(guest, unit="south")
    assert not Assignment.objects.visible_to(user).exists()
    mine = stage.draft(leads=(guest.pk,), by=stage.cast.user("hr"))
    stage.submitted()
    assert list(Assignment.objects.visible_to(user)) == [mine]


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        ("requester", {"withdraw"}),
        ("supervisor", {"approve", "return", "reject"}),
        ("hr", {"withdraw"}),
        ("legal", set()),
    ],
)
def test_buttons_are_shown_to_whom_they_serve(stage, who, acts):
    assignment = stage.submitted()
    assert reads.acts_of(stage.cast.user(who), assignment) == acts


def test_a_lead_may_begin_and_nobody_else(stage):
    assignment = stage.approved()
    assert "begin" in reads.acts_of(stage.user_of(stage.bai), assignment)
    assert "begin" not in reads.acts_of(stage.requester, assignment)


def test_the_daily_sheet_holds_the_approved_work_of_the_day(stage, django_assert_max_num_queries):
    assignment = stage.approved()
    later(stage, 24)
    with django_assert_max_num_queries(7):
        (row,) = reads.daily_sheet(stage.supervisor, stage.cast["first"], stage.day)
    assert row == assignment
    assert reads.daily_sheet(stage.supervisor, stage.cast["south"], stage.day) == []
    assert reads.daily_sheet(stage.supervisor, stage.cast["first"], stage.day - dt.timedelta(days=1)) == []


def test_refused_attempts_are_the_inspector_s(stage):
    with pytest.raises(Refused):
        stage.submitted("sign-for-police")
    (attempt,) = reads.refused_attempts(stage.inspector)
    assert attempt == RefusedAttempt.objects.get()
    assert not reads.refused_attempts(stage.supervisor).exists()


def test_the_auxiliary_reads_his_work_and_what_is_forbidden_beside_it(stage):
    assignment = stage.approved("vehicle-tow-assist")
    (own,) = own_assignments(stage.lin, stage.day)
    assert own.assignment == assignment
    assert {duty["code"] for duty in own.duties} == {"vehicle-tow-assist"}
    assert "traffic-penalty-issue" in {duty["code"] for duty in own.forbidden}
    assert own.obligations
    assert own_assignments(stage.another(), stage.day) == []
    assert own_assignments(stage.lin, stage.day + dt.timedelta(days=2)) == []


def test_the_auxiliary_reads_what_the_law_says_of_each_duty(stage):
    mine = own_duties(stage.lin, stage.day)
    assert "patrol-street" in {duty["code"] for duty in mine.alone}
    assert "respond-to-call" in {duty["code"] for duty in mine.led}
    assert "carry-firearm" in {duty["code"] for duty in mine.never}
    assert "maintain-equipment" not in {duty["code"] for duty in mine.alone}


def test_parts_are_seen_with_their_assignment(stage):
    stage.submitted()
    for model in (AssignmentDuty, Member, Commander, Lead):
        assert model.objects.visible_to(stage.supervisor).exists()
        assert not model.objects.visible_to(stage.cast.user("supervisor2")).exists()
