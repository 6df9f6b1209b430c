"""From a complaint to its answer: in time, by somebody who is not involved, and with an eye on what is done to the reporter."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from core.errors import BadInput, NotNow, Refused
from core.models import AuditEntry
from discipline.deadlines import complaints as deadlines
from discipline.house import complaints as house
from discipline.models import Complaint, Reporter, ReporterOpening
from discipline.selectors import complaints as read
from discipline.services import cases, complaints
from reminders.models import Message
from roster.models import GradeRecord
from roster.services import restrict
from tests.cast import TODAY, sign_in


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def test_from_received_to_answered(office):
    """Received, acknowledged within three days, given to the inspector, answered within thirty; the reporter reads it by key."""
    row = office.received()
    token = office.token
    assert (row.acknowledge_by, row.due_on) == (TODAY + dt.timedelta(days=3), TODAY + dt.timedelta(days=30))
    row = office.in_hand(row)
    done = complaints.answer(
        complaint=row, outcome="upheld", answer="已责令退还并另行立案", on=TODAY, by=office.inspector
    )
    found = complaints.find_by_token(f" {token[:5].lower()}-{token[5:]} ")
    assert found == done and found.answer == "已责令退还并另行立案"
    assert complaints.find_by_token(token[:-1] + ("A" if token[-1] != "A" else "B")) is None


def test_those_who_deal_with_complaints_are_told_and_whoever_is_complained_of_is_not(office):
    office.received(subjects=[office.second_officer])
    office.sweep()
    assert set(Message.objects.values_list("user__username", flat=True)) == {"inspector"}


def test_a_complaint_about_the_only_one_of_the_station_who_deals_with_complaints_is_told_to_the_bureau(office):
    """GX 34: whoever is complained of sees nothing of it, and keeps it from nobody."""
    station = office.user_of(office.bai, group="inspector")
    office.received(subjects=[office.bai])
    office.sweep()
    told = set(Message.objects.values_list("user__username", flat=True))
    assert told == {"inspector", office.second.username} and station.username not in told


def test_whoever_is_complained_of_sees_nothing_and_is_not_given_it(office):
    """TS-01: the inspector complained of finds no complaint, and the handler who would give it to him is refused."""
    row = office.received(subjects=[office.second_officer])
    assert not Complaint.objects.visible_to(office.second).exists()
    assert house.to_deal_with(office.second, TODAY) is None
    with pytest.raises(PermissionDenied):
        complaints.acknowledge(complaint=row, by=office.second)
    row = complaints.acknowledge(complaint=row, by=office.inspector)
    with pytest.raises(Refused) as refused:
        complaints.assign(complaint=row, handler=office.second, on=TODAY, by=office.inspector)
    assert codes(refused) == ["TS-01"]
    assert {"HA", "GX"} <= {cite["key"] for cite in refused.value.findings[0].cites}
    with pytest.raises(IntegrityError, match="complained of"), transaction.atomic():
        Complaint.objects.filter(pk=row.pk).update(
            status="in_hand", handler=office.second, handler_person=office.second.person
        )


def test_a_relative_is_not_given_it(office):
    from roster.services import add_relationship

    person = office.second.person
    add_relationship(auxiliary=office.wu, name="", kind="sibling", starts_on=TODAY, related=person, by=office.hr)
    row = complaints.acknowledge(complaint=office.received(subjects=[office.wu]), by=office.inspector)
    with pytest.raises(Refused) as refused:
        complaints.assign(complaint=row, handler=office.second, on=TODAY, by=office.inspector)
    assert codes(refused) == ["TS-02"]


def test_nobody_without_the_right_is_given_it(office):
    row = complaints.acknowledge(complaint=office.received(), by=office.inspector)
    with pytest.raises(BadInput):
        complaints.assign(complaint=row, handler=office.supervisor, on=TODAY, by=office.inspector)
    assert set(read.handlers(row.unit)) == {office.inspector, office.second}


def test_only_the_one_who_deals_with_it_answers(office):
    row = office.in_hand()
    with pytest.raises(NotNow):
        complaints.answer(complaint=row, outcome="upheld", answer="是", on=TODAY, by=office.second)
    with pytest.raises(BadInput):
        complaints.answer(complaint=row, outcome="upheld", answer=" ", on=TODAY, by=office.inspector)


def test_an_answer_stays_as_it_was_given(office):
    done = complaints.answer(
        complaint=office.in_hand(), outcome="not_upheld", answer="查无实据", on=TODAY, by=office.inspector
    )
    with pytest.raises(NotNow):
        complaints.answer(complaint=done, outcome="upheld", answer="改判", on=TODAY, by=office.inspector)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=done.pk).update(outcome="upheld")


def test_what_nobody_answered_in_time_is_overdue_for_those_who_deal_with_it(office):
    row = office.received()
    (ack,) = deadlines.acknowledgements(TODAY, row.acknowledge_by)
    (due,) = deadlines.answers(TODAY, row.due_on)
    assert (ack.due_on, due.due_on, due.label, due.person_id) == (row.acknowledge_by, row.due_on, row.number, None)
    assert read.complaints(office.inspector, {"state": "overdue"}, row.due_on + dt.timedelta(days=1)).get() == row
    row = office.in_hand(row)
    assert list(deadlines.acknowledgements(TODAY, row.due_on)) == []
    complaints.answer(complaint=row, outcome="partly", answer="部分属实", on=TODAY, by=office.inspector)
    assert list(deadlines.answers(TODAY, row.due_on)) == []


# --- retaliation


def test_acts_against_the_reporter_are_shown_to_the_one_who_deals_with_it(office):
    """Lin complains; then Lin is suspended and lowered in grade: both are shown, what is of health is not."""
    row = office.in_hand(office.by_lin())
    words = {"auxiliary": office.lin, "starts_on": TODAY, "on": TODAY, "by": office.hr}
    restrict(kind="suspension", reason="待查", **words)
    restrict(kind="medical", reason="腰伤", **words)
    GradeRecord.objects.create(auxiliary=office.lin, grade="五级", since=TODAY)
    assert len(read.acts_against(row, TODAY)) == 2
    case = cases.report(auxiliary=office.lin, subject="擅离岗位", by=office.inspector, on=TODAY)
    assert case.number in str(read.acts_against(row, TODAY))  # the first answer to a complaint is often a report
    assert read.acts_against(office.received(), TODAY) == []  # nobody known: nothing to show


def test_acts_beyond_the_period_are_not_shown(office):
    row = office.in_hand(office.by_lin())
    later = TODAY + dt.timedelta(days=181)
    GradeRecord.objects.create(auxiliary=office.lin, grade="五级", since=later)
    assert read.acts_against(row, later) == []


def test_a_colleagues_complaint_is_answered_only_after_a_look_at_retaliation(office):
    """TS-04, house policy: first the look, with what was seen; then the answer. The database refuses it too."""
    row = office.in_hand(office.by_lin())
    words = {"outcome": "upheld", "answer": "属实", "on": TODAY, "by": office.inspector}
    with pytest.raises(Refused) as refused:
        complaints.answer(complaint=row, **words)
    assert codes(refused) == ["TS-04"]
    with pytest.raises(IntegrityError, match="retaliation"), transaction.atomic():
        Complaint.objects.filter(pk=row.pk).update(status="answered", outcome="upheld", answered_at=clock.now())
    with pytest.raises(NotNow):
        complaints.look_at_retaliation(complaint=row, result="none", reason="没有", by=office.second)
    complaints.look_at_retaliation(complaint=row, result="suspected", reason="停职无依据", by=office.inspector)
    assert complaints.answer(complaint=row, **words).status == "answered"


def test_the_second_look_is_asked_of_the_one_who_dealt_with_it_when_the_period_is_over(office, monkeypatch):
    """180 days after the complaint, house policy; again 14 days later; nobody else is told, for it tells of the reporter."""
    mine, public = office.in_hand(office.by_lin()), office.in_hand()
    complaints.look_at_retaliation(complaint=mine, result="none", reason="没有", by=office.inspector)
    for row in (mine, public):
        complaints.answer(complaint=row, outcome="upheld", answer="属实", on=TODAY, by=office.inspector)
    over = TODAY + dt.timedelta(days=180)
    told = Message.objects.filter(kind="discipline.second_look")
    assert complaints.remind_of_second_looks(on=over - dt.timedelta(days=1)) == 0 and not told.exists()
    for day, messages in ((over, 1), (over, 1), (over + dt.timedelta(days=13), 1), (over + dt.timedelta(days=14), 2)):
        assert complaints.remind_of_second_looks(on=day) == 1
        assert told.count() == messages, day
    assert set(told.values_list("user", flat=True)) == {office.inspector.pk}
    assert told.first().words == {"number": mine.number, "day": over.isoformat()}
    monkeypatch.setattr(clock, "today", lambda: over)
    shown = {user: sign_in(Client(), user).get(f"/discipline/complaints/{mine.pk}/").content.decode()
             for user in (office.inspector, office.second)}  # fmt: skip
    assert "look once more" in shown[office.inspector] and "look once more" not in shown[office.second]
    monkeypatch.setattr(clock, "now", lambda: clock.start_of(over) + dt.timedelta(hours=9))
    complaints.look_at_retaliation(complaint=mine, result="none", reason="期满复查，没有", by=office.inspector)
    assert not told.filter(seen_at=None).exists(), "nobody need read of it any more"
    assert complaints.remind_of_second_looks(on=over + dt.timedelta(days=60)) == 0


def test_the_second_look_costs_the_same_for_one_and_for_four(office, django_assert_num_queries):
    over = TODAY + dt.timedelta(days=180)
    with django_assert_num_queries(1):
        assert read.second_looks(over) == []
    for count in (1, 4):
        while len(read.second_looks(over)) < count:
            row = office.in_hand(office.by_lin())
            complaints.look_at_retaliation(complaint=row, result="none", reason="没有", by=office.inspector)
            complaints.answer(complaint=row, outcome="upheld", answer="属实", on=TODAY, by=office.inspector)
        with django_assert_num_queries(3):
            assert len(read.second_looks(over)) == count


# --- who reported


def test_the_one_who_deals_with_it_opens_the_name_and_each_look_is_recorded(office):
    row = office.in_hand()
    with pytest.raises(BadInput):
        complaints.open_reporter(complaint=row, reason=" ", by=office.inspector)
    opened = complaints.open_reporter(complaint=row, reason="需补充材料", by=office.inspector)
    assert opened.reporter_name.startswith("举报人")
    complaints.open_reporter(complaint=row, reason="反馈结果", by=office.inspector)
    assert list(row.openings.values_list("person", flat=True)) == [office.inspector.person_id] * 2


def test_nobody_else_opens_the_name(office):
    row = office.in_hand()
    with pytest.raises(NotNow):
        complaints.open_reporter(complaint=row, reason="想知道", by=office.second)
    with pytest.raises(PermissionDenied):
        complaints.open_reporter(complaint=row, reason="想知道", by=office.supervisor)
    assert not Reporter.objects.visible_to(office.second).exists()
    assert Reporter.objects.visible_to(office.inspector).get().complaint == row
    opening = ReporterOpening(complaint=row, by=office.second, person=office.second.person, at=clock.now(), reason="x")
    with pytest.raises(IntegrityError, match="only the one"), transaction.atomic():
        opening.save()


def test_a_former_handler_opens_it_no_more(office):
    row = complaints.assign(complaint=office.in_hand(), handler=office.second, on=TODAY, by=office.inspector)
    with pytest.raises(NotNow):
        complaints.open_reporter(complaint=row, reason="再看", by=office.inspector)


def test_the_auxiliary_reads_the_own_complaint_and_nobody_elses(office):
    row = office.by_lin()
    assert list(read.own(office.lin.person_id)) == [row]
    assert list(read.own(office.wu.person_id)) == []
    assert house.own(office.lin, TODAY)["complaints"] == [row]


# --- what was done to the reporter, passing on


def test_what_was_done_to_the_reporter_is_opened_with_a_reason_and_each_opening_is_recorded(office):
    """It tells who reported: no page shows it unasked, and who looked stands beside who looked at the name."""
    row = office.in_hand(office.by_lin())
    restrict(kind="suspension", reason="待查", auxiliary=office.lin, starts_on=TODAY, on=TODAY, by=office.hr)
    client = sign_in(Client(), office.inspector)
    address = reverse("discipline:complaint-retaliation", args=[row.pk])
    assert "Suspen" not in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422 and not row.openings.exists()
    assert "Suspen" in client.post(address, {"reason": "答复前核查"}).content.decode()
    opened = row.openings.get()
    assert (opened.looked_at, opened.person_id) == ("acts", office.inspector.person_id)
    assert AuditEntry.objects.filter(action="reporter.acts_opened", success=True).count() == 1
    shown = client.get(reverse("discipline:complaint", args=[row.pk])).content.decode()
    assert "what was done to the reporter since" in shown
    other = sign_in(Client(), office.second).post(address, {"reason": "想知道"})
    assert other.status_code == 422 and row.openings.count() == 1


def test_what_another_authority_decides_is_passed_on_and_whoever_reported_reads_to_whom(office):
    row = office.in_hand()
    words = {"answer": "已移送有权机关处理", "on": TODAY, "by": office.inspector}
    with pytest.raises(BadInput):
        complaints.forward(complaint=row, authority=" ", **words)
    with pytest.raises(BadInput):  # only by its own act, which names the authority
        complaints.answer(complaint=row, outcome="passed_on", **words)
    with pytest.raises(NotNow):
        complaints.forward(complaint=row, authority="纪委监委", **{**words, "by": office.second})
    done = complaints.forward(complaint=row, authority="县纪委监委", **words)
    assert (done.status, done.outcome, done.passed_to) == ("answered", "passed_on", "县纪委监委")
    found = Client().post("/discipline/report/status/", {"token": office.token}).content.decode()
    assert "县纪委监委" in found and "已移送有权机关处理" in found
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=row.pk).update(passed_to="另一机关")
