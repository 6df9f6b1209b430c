"""From the records to a reason that can be checked, to what a person wrote about it; and nothing follows by itself."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core import clock
from core.errors import BadInput, NotNow
from core.models import AuditEntry
from discipline.house import warnings as house
from discipline.models import Responsibility, WarningNote
from discipline.rules.warnings import Level, Sign
from discipline.selectors import warning_lists
from discipline.selectors import warnings as read
from discipline.services import warnings as services
from duties.models import RefusedAttempt
from payroll.models import PayInput, PayRun, Payslip
from regulations.models import LocalValue
from roster.models import Auxiliary, Contract, GradeRecord, Qualification, Restriction
from tests import stagehands
from tests.cast import LONG_AGO, TODAY, sign_in
from tests.discipline.complaints.conftest import office, the_office  # noqa: F401


@pytest.fixture
def lin(office):  # noqa: F811
    Auxiliary.objects.filter(pk__in=[office.lin.pk, office.wu.pk]).update(medical_on=TODAY)
    Contract.objects.filter(auxiliary__in=[office.lin, office.wu]).update(ends_on=date(2030, 1, 1))
    office.lin.refresh_from_db()
    return office.lin


def reasons(auxiliary, day=TODAY):
    row = Auxiliary.objects.select_related("unit", "person").get(pk=auxiliary.pk)
    (found,) = read.warned([row], read.Policies(day), day)
    return {one.sign.value: (one.level.value, one.number) for one in found.reasons}, found


def showing(office, sign, day=TODAY):  # noqa: F811
    return {row.pk for row in read.people(office.inspector, read.Policies(day), day, sign=sign)}


def upheld(office, auxiliary):  # noqa: F811
    from discipline.services import complaints

    row = office.in_hand(office.received(subjects=[auxiliary]))
    return complaints.answer(complaint=row, outcome="upheld", answer="属实", on=TODAY, by=office.inspector)


def found_responsible(office, auxiliary):  # noqa: F811
    finding = office.finding()
    Responsibility(finding=finding, kind="acting", auxiliary=auxiliary).save()
    return finding


def test_nothing_stands_out_about_somebody_in_order(office, lin):  # noqa: F811
    said, found = reasons(lin)
    assert said == {} and found.level == Level.GREEN
    with pytest.raises(NotNow):
        services.answer(auxiliary=lin, done="talked", words="谈话", by=office.inspector, on=TODAY)


def test_each_record_makes_its_reason(office, lin):  # noqa: F811
    """A finding, an upheld complaint, a lapsed training, a contract, a grade held seven years, forty hours of overtime."""
    found_responsible(office, lin)
    upheld(office, lin)
    Qualification.objects.filter(auxiliary=lin).update(valid_until=TODAY - timedelta(days=3))
    Contract.objects.filter(auxiliary=lin).update(ends_on=TODAY + timedelta(days=20))
    Auxiliary.objects.filter(pk=lin.pk).update(medical_on=date(2025, 11, 1))
    GradeRecord.objects.create(auxiliary=lin, grade="七级", since=date(2019, 11, 1))
    for kind, hours in (("overtime_150", "25.5"), ("overtime_200", "14.5")):
        PayInput.objects.create(
            auxiliary=lin, month=date(2026, 10, 1), kind=kind, quantity=Decimal(hours), entered_at=clock.now()
        )
    said, found = reasons(lin)
    assert said == {
        "contract": ("red", 20), "overtime": ("red", 40), "findings": ("yellow", 1), "complaints": ("yellow", 1),
        "training": ("yellow", 3), "promotion": ("yellow", 84), "medical": ("yellow", 12),
    }  # fmt: skip
    assert found.level == Level.RED and reasons(office.wu)[0] == {}
    assert showing(office, "promotion") == {lin.pk}
    top = read.Policies(TODAY).of(lin.unit.path).top_grade
    Auxiliary.objects.filter(pk=lin.pk).update(grade=top)  # above it there is nothing to be promoted to
    lin.refresh_from_db()
    assert "promotion" not in reasons(lin)[0] and showing(office, "promotion") == set()


def test_a_complaint_counts_only_when_it_was_upheld_and_is_not_told_to_the_person(office, lin):  # noqa: F811
    office.in_hand(office.received(subjects=[lin]))
    assert reasons(lin)[0] == {}
    upheld(office, lin)
    assert reasons(lin)[0] == {"complaints": ("yellow", 1)}
    mine = read.own(Auxiliary.objects.select_related("unit", "person").get(pk=lin.pk), TODAY)
    assert mine.reasons == () and mine.level == Level.GREEN
    assert house.own(lin, TODAY) is None


def test_refused_attempts_count_for_those_whom_the_refused_officer_leads(office, lin):  # noqa: F811
    office.approved()  # led by Bai and Gao
    leader = refused_often(office, office.bai, times=2)
    said, found = reasons(lin)
    assert said == {"refused": ("yellow", 2)} and found.reasons[0].who == leader.person.name
    assert showing(office, "refused") == {office.lin.pk, office.wu.pk}
    RefusedAttempt.objects.create(
        unit=office.cast["north"], requester=office.supervisor, requester_person=office.supervisor.person, text="审讯",
        decision={}, created_at=clock.now(),
    )  # fmt: skip
    assert reasons(lin)[0] == {"refused": ("yellow", 2)}  # of one officer, not of all together
    assert read.own(lin, TODAY).reasons == ()  # it speaks of somebody else


def test_a_payday_that_passed_without_release_is_told_without_an_amount(office, lin):  # noqa: F811
    clerk = office.cast.user("pay-clerk")
    run = PayRun.objects.create(
        unit=office.cast["first"], month=date(2026, 10, 1), pay_day=date(2026, 11, 10), drafted_by=clerk,
        drafted_person=clerk.person, drafted_at=clock.now(),
    )  # fmt: skip
    assert reasons(lin)[0] == {}
    PayRun.objects.filter(pk=run.pk).update(status="calculating")
    nought = dict.fromkeys(("gross", "insurance", "tax", "deducted", "net", "cost"), 0)
    firm = office.cast.employer()
    Payslip(run=run, auxiliary=lin, employer=firm, unit=lin.unit, month=run.month, name="林晓", **nought).save()
    PayRun.objects.filter(pk=run.pk).update(status="calculated")
    assert reasons(lin)[0] == {"arrears": ("yellow", 6)}
    assert showing(office, "arrears") == showing(office, "any") == {lin.pk} and showing(office, "red") == set()
    later = TODAY + timedelta(days=1)
    assert reasons(lin, later)[0] == {"arrears": ("red", 7)} and showing(office, "red", later) == {lin.pk}
    PayRun.objects.filter(pk=run.pk).update(status="cancelled", reason="重新核算")
    assert reasons(lin)[0] == {}


def test_what_was_done_is_written_down_and_the_warning_leaves_the_desk_until_it_grows(office, lin):  # noqa: F811
    Contract.objects.filter(auxiliary=lin).update(ends_on=TODAY + timedelta(days=50))
    card = house.to_look_at(office.inspector, TODAY)
    assert [(one.pk, one.is_red) for one in card["rows"]] == [(lin.pk, False)] and card["count"] == 1
    with pytest.raises(BadInput):
        services.answer(auxiliary=lin, done="talked", words="  ", by=office.inspector, on=TODAY)
    note = services.answer(auxiliary=lin, done="talked", words="本人愿意续签", by=office.supervisor, on=TODAY)
    assert note.signs == ["contract:yellow"]
    assert house.to_look_at(office.inspector, TODAY) is None
    later = TODAY + timedelta(days=25)
    assert house.to_look_at(office.inspector, later)["rows"][0].is_red
    entry = AuditEntry.objects.get(action="warning.answered")
    assert "本人愿意续签" not in str(entry.after)


def test_a_finding_for_which_somebody_does_not_answer_is_no_reason(office, lin):  # noqa: F811
    found_responsible(office, lin)
    assert reasons(lin)[0] == {"findings": ("yellow", 1)}
    named = Responsibility.objects.filter(auxiliary=lin)
    named.update(stands="none", settled_by=office.inspector, settled_at=clock.now())
    assert reasons(lin)[0] == {} and showing(office, "any") == set()


@pytest.mark.parametrize("few", [0, 1_000])
def test_the_list_finds_exactly_those_whom_the_rules_warn_of(office, lin, few, monkeypatch):  # noqa: F811
    """The conditions of the database and the pure rules say the same, on any day, where limits differ, of many as of few."""
    monkeypatch.setattr(warning_lists, "FEW", few)
    people = [office.cast.auxiliary(f"众{number}", hired_on=date(2019, 1, number + 1)) for number in range(6)]
    for number, someone in enumerate(people):
        ends = TODAY + timedelta(days=40 * number + 1)
        Contract.objects.filter(auxiliary=someone).update(ends_on=ends)
        Qualification.objects.filter(auxiliary=someone).update(valid_until=TODAY + timedelta(days=70 * number))
        Auxiliary.objects.filter(pk=someone.pk).update(medical_on=TODAY - timedelta(days=90 * number))
        GradeRecord.objects.create(auxiliary=someone, grade="七级", since=date(2015 + number, 11, 16))
    PayInput.objects.create(
        auxiliary=people[1], month=TODAY.replace(day=1), kind="overtime_150", quantity=24, entered_at=clock.now()
    )
    for number, someone in enumerate(people[1:5]):
        for _time in range(number):
            found_responsible(office, someone)
        for _time in range(number % 3):
            upheld(office, someone)
    office.approved()  # lin and wu, led by Bai, who was refused, and Gao
    refused_often(office, office.bai, times=5)
    services.answer(auxiliary=people[0], done="talked", words="谈话", by=office.inspector, on=TODAY)
    for days in (0, 200):
        agree(office, TODAY + timedelta(days=days))
    own_value(office, "contract_yellow_days", 200)
    own_value(office, "yellows_make_red", 2)
    agree(office, TODAY + timedelta(days=70))


def refused_often(office, officer, *, times):  # noqa: F811
    leader = office.user_of(officer)
    for _time in range(times):
        RefusedAttempt.objects.create(
            unit=office.cast["north"], requester=leader, requester_person=leader.person, text="审讯嫌疑人", decision={},
            created_at=clock.now(),
        )  # fmt: skip
    return leader


def agree(office, day):  # noqa: F811
    rows = list(read.people(office.inspector, read.Policies(day), day))
    assert len(rows) == 8
    found = read.warned(rows, read.Policies(day), day)
    for sign in Sign.values:
        assert showing(office, sign, day) == {
            one.auxiliary.pk for one in found if sign in {reason.sign for reason in one.reasons}
        }, (sign, day)
    assert showing(office, "any", day) == {one.auxiliary.pk for one in found if one.reasons}
    assert showing(office, "red", day) == {one.auxiliary.pk for one in found if one.level == Level.RED}
    assert showing(office, "waiting", day) == {one.auxiliary.pk for one in found if one.waits}
    waiting = read.people(office.inspector, read.Policies(day), day, sign="waiting")
    levels = [one.level for one in read.warned(list(waiting), read.Policies(day), day)]
    assert levels == sorted(levels, key=lambda level: level != Level.RED)


def own_value(office, key, value):  # noqa: F811
    """An office above some of the people sets its own limit, by two persons."""
    row = LocalValue.objects.create(
        unit=office.cast["north"], key=f"discipline.warnings.{key}", value=value, since=TODAY, reason="本单位规定",
        proposed_by=office.inspector.person, proposed_at=clock.now(),
    )  # fmt: skip
    LocalValue.objects.filter(pk=row.pk).update(approved_by=office.supervisor.person, approved_at=clock.now())


def test_nothing_follows_from_a_warning_by_itself(office, lin):  # noqa: F811
    """Never a decision: the most red of persons is on strength, unrestricted, and in no case (ADR 0018)."""
    Contract.objects.filter(auxiliary=lin).update(ends_on=TODAY)
    reasons(lin)
    services.answer(auxiliary=lin, done="nothing", words="已知悉", by=office.inspector, on=TODAY)
    lin.refresh_from_db()
    assert lin.status == "active" and not Restriction.objects.filter(auxiliary=lin).exists()
    columns = {field.name for field in WarningNote._meta.concrete_fields}
    assert not columns & {"score", "points", "risk"}


def test_nobody_answers_the_own_warning_and_nobody_without_the_right(office, lin):  # noqa: F811
    Contract.objects.filter(auxiliary=lin).update(ends_on=TODAY)
    for user in (office.hr, office.auxiliary, office.requester):
        with pytest.raises(PermissionDenied):
            services.answer(auxiliary=lin, done="talked", words="谈话", by=user, on=TODAY)
    note = WarningNote(
        auxiliary=lin, level="red", signs=[], done="talked", words="自己", by=office.auxiliary, person=lin.person,
        at=clock.now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="own warning"), transaction.atomic():
        note.save()


def test_a_page_of_fifty_asks_no_more_than_a_page_of_two(office, lin):  # noqa: F811
    for number in range(6):
        office.cast.auxiliary(f"众{number}", papers=False)
    rows = list(Auxiliary.objects.select_related("unit", "person").order_by("pk"))
    with CaptureQueriesContext(connection) as few:
        read.warned(rows[:1], read.Policies(TODAY), TODAY)
    with CaptureQueriesContext(connection) as many:
        assert len(read.warned(rows, read.Policies(TODAY), TODAY)) == 8
    assert len(few) == len(many) == 6


def test_the_pages_show_each_reason_with_its_limit(office, lin):  # noqa: F811
    found_responsible(office, lin)
    Contract.objects.filter(auxiliary=lin).update(ends_on=TODAY + timedelta(days=20))
    client = sign_in(Client(), office.inspector)
    page = client.get("/discipline/warnings/").content.decode()
    assert "林晓" in page and "吴强" not in page and "counts from 30 days before" in page
    assert "吴强" in client.get("/discipline/warnings/?sign=").content.decode()
    assert "林晓" not in client.get("/discipline/warnings/?sign=training").content.decode()
    one = client.get(f"/discipline/warnings/{lin.pk}/").content.decode()
    assert "house policy" in one and f"/roster/{lin.pk}/" not in one
    other = sign_in(Client(), office.supervisor).get(f"/discipline/warnings/{lin.pk}/").content.decode()
    assert f"/roster/{lin.pk}/" in other
    sent = client.post(f"/discipline/warnings/{lin.pk}/answer/", {"done": "remedied", "words": "已安排续签"})
    assert sent.status_code == 302 and WarningNote.objects.get().words == "已安排续签"
    assert client.post(f"/discipline/warnings/{lin.pk}/answer/", {"done": ""}).status_code == 422
    mine = sign_in(Client(), office.auxiliary).get(reverse("me-mine")).content.decode()
    assert "Contract near its end" in mine and "已安排续签" not in mine
    assert sign_in(Client(), office.cast.user("hr2")).get(f"/discipline/warnings/{lin.pk}/").status_code == 404


def test_an_account_that_names_nobody_writes_nothing_about_a_warning(office, lin):  # noqa: F811
    """Who looked at a warning is a natural person: the account of a desk is refused with a sentence, by every way in."""
    Contract.objects.filter(auxiliary=lin).update(ends_on=TODAY + timedelta(days=50))
    desk = User.objects.create_user("desk", None)
    stagehands.give_role(desk, "inspector", office.cast["north"], since=LONG_AGO)
    words = {"done": "talked", "words": "谈话"}
    with pytest.raises(NotNow, match="Only a natural person"):
        services.answer(auxiliary=lin, by=desk, on=TODAY, **words)
    client = sign_in(Client(), desk)
    assert client.post(reverse("discipline:warning-answer", args=[lin.pk]), words).status_code in (409, 422)
    said = client.post(f"/api/v1/warnings/{lin.pk}/answer/", words, content_type="application/json")
    assert said.status_code == 409 and not WarningNote.objects.exists()


def test_the_interface_lists_those_whom_the_page_lists(office, lin):  # noqa: F811
    Contract.objects.filter(auxiliary=lin).update(ends_on=TODAY + timedelta(days=50))
    client = sign_in(Client(), office.inspector)
    for sign, found in (("any", 1), ("waiting", 1), ("contract", 1), ("red", 0), ("training", 0)):
        rows = client.get(f"/api/v1/warnings/?sign={sign}").json()["results"]
        assert [one["auxiliary"] for one in rows] == [lin.pk] * found, sign
