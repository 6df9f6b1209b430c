"""An auxiliary attacked, hurt, threatened or blamed for harm: who helps, by when, who pays; and who is looked after."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.errors import BadInput, NotNow, Refused
from core.models import AuditEntry
from core.registries import personal_data
from discipline.deadlines import protection as deadlines
from discipline.house import protection as house
from discipline.models import Care, Incident, IncidentStep
from discipline.services import protection
from discipline.services.protection import Told
from reminders.models import Message
from roster.services import report_injury
from tests.cast import TODAY, sign_in
from tests.discipline.complaints.conftest import office, the_office  # noqa: F401

CANARY = "左臂Zqhurt"


def reported(office, kind="attacked", **more):  # noqa: F811
    by = more.pop("by", office.inspector)
    told = Told(office.lin, kind, more.pop("on", TODAY), CANARY, **more)
    return protection.report(told=told, on=TODAY, by=by)


def in_hand(office, kind="attacked", **more):  # noqa: F811
    return protection.take(incident=reported(office, kind, **more), on=TODAY, by=office.inspector)


def note(office, row, kind, paid=None, on=TODAY):  # noqa: F811
    return protection.note(incident=row, kind=kind, on=on, words="已办理", paid=paid, today=TODAY, by=office.inspector)


def settle(office, row, recourse=""):  # noqa: F811
    return protection.settle(incident=row, result="对方已被行政处罚", recourse=recourse, on=TODAY, by=office.inspector)


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def test_from_report_to_settled_the_bureau_bears_what_follows(office):  # noqa: F811
    """Reported today: in hand by tomorrow, settled within thirty days; borne by the bureau that uses the person (HA 4, GX 40)."""
    duty = office.approved()
    row = reported(office, assignment=duty)
    assert (row.take_by, row.due_on) == (TODAY + timedelta(days=1), TODAY + timedelta(days=30))
    assert row.borne_by == office.cast["first"] and row.lead == office.bai
    row = protection.take(incident=row, on=TODAY, by=office.inspector)
    note(office, row, "pursued")
    step = note(office, row, "advanced", Decimal("1280.50"))
    done = settle(office, row)
    assert done.status == "settled" and IncidentStep.objects.get(pk=step.pk).paid == Decimal("1280.50")
    with pytest.raises(NotNow):
        note(office, done, "other")
    trail = "".join(str(entry.after) for entry in AuditEntry.objects.filter(action__startswith="incident."))
    assert CANARY not in trail and "已办理" not in trail


def test_an_attack_is_settled_only_when_the_attacker_was_pursued(office):  # noqa: F811
    """BZ-02 (HA 35, GX 42, ST 32)."""
    row = in_hand(office)
    with pytest.raises(Refused) as refused:
        settle(office, row)
    assert codes(refused) == ["BZ-02"] and "GX" in {cite["key"] for cite in refused.value.findings[0].cites}


def test_who_paid_for_harm_says_whether_anything_is_asked_back(office):  # noqa: F811
    """BZ-03 (COMP 16, GX 40): only for intent or gross negligence; without an examination it stays open."""
    row = in_hand(office, "third_party")
    note(office, row, "compensated", Decimal("3000"))
    with pytest.raises(Refused) as refused:
        settle(office, row)
    assert codes(refused) == ["BZ-03"]
    assert settle(office, row, "none").recourse == "none"


def test_a_hurt_person_s_incident_stays_open_until_recognition_is_applied_for(office):  # noqa: F811
    """BZ-04 (WII 17): thirty days from the injury; another day's injury does not count."""
    row = in_hand(office, "hurt")
    with pytest.raises(Refused) as refused:
        settle(office, row)
    assert codes(refused) == ["BZ-04"]
    report_injury(auxiliary=office.lin, happened_on=TODAY, what="扭伤", reported_on=TODAY, by=office.hr)
    assert settle(office, row).status == "settled"


def test_neither_the_person_nor_the_officer_who_led_deals_with_it(office):  # noqa: F811
    """BZ-01, house policy; the database refuses it whatever the program asks."""
    row = reported(office, lead=office.chief)
    with pytest.raises(Refused) as refused:
        protection.take(incident=row, on=TODAY, by=office.supervisor)
    assert codes(refused) == ["BZ-01"]
    with pytest.raises(IntegrityError, match="neither the person nor the lead"), transaction.atomic():
        Incident.objects.filter(pk=row.pk).update(
            status="in_hand", handler=office.supervisor, handler_person=office.supervisor.person
        )


def test_only_the_one_who_deals_with_it_writes_and_nobody_without_the_right(office):  # noqa: F811
    row = in_hand(office)
    with pytest.raises(NotNow):
        protection.note(incident=row, kind="other", on=TODAY, words="另", paid=None, today=TODAY, by=office.supervisor)
    with pytest.raises(PermissionDenied):
        reported(office, by=office.requester)
    assert not Incident.objects.visible_to(office.cast.user("pay-clerk")).exists()
    assert not Incident.objects.visible_to(office.cast.user("hr2")).exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [({"kind": "other", "on": TODAY + timedelta(days=1)}, "happened_on"), ({"kind": "nothing"}, "kind")],
)
def test_an_incident_is_one_of_the_kinds_and_not_to_come(office, more, field):  # noqa: F811
    with pytest.raises(BadInput) as error:
        reported(office, **more)
    assert field in error.value.errors


def test_a_step_lies_between_the_incident_and_today_and_costs_no_less_than_nought(office):  # noqa: F811
    row = in_hand(office)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(BadInput):
            note(office, row, "medical", on=day)
    with pytest.raises(BadInput):
        note(office, row, "medical", Decimal("-1"))


def test_somebody_on_another_duty_is_not_put_on_this_one(office):  # noqa: F811
    duty = office.approved()
    other = office.cast.auxiliary("旁人")
    with pytest.raises(BadInput):
        protection.report(told=Told(other, "other", TODAY, "摔倒", duty), on=TODAY, by=office.inspector)


def test_the_person_reports_on_the_own_page_and_reads_who_deals_with_it(office):  # noqa: F811
    client = sign_in(Client(), office.auxiliary)
    words = {"kind": "rights", "happened_on": TODAY.isoformat(), "number": "", "what": CANARY}
    assert client.post("/me/conduct/incidents/new/", words).status_code == 302
    row = Incident.objects.get()
    office.sweep()
    told = {*Message.objects.values_list("user__username", flat=True)}
    assert told and office.auxiliary.username not in told
    protection.take(incident=row, on=TODAY, by=office.inspector)
    office.sweep()
    assert Message.objects.filter(user=office.auxiliary).count() == 1
    page = client.get(reverse("me-mine")).content.decode()
    assert row.number in page and "deals with it" in page and "Yearly medical by" in page
    assert client.post("/me/conduct/incidents/new/", {**words, "number": "没有"}).status_code == 422
    (mine,) = personal_data.get("discipline.Incident").rows(office.lin.person_id)
    assert mine["what"] == CANARY


def test_what_waits_is_due_and_on_the_desk_of_who_may_act(office):  # noqa: F811
    row = reported(office)
    assert [one.due_on for one in deadlines.untaken(TODAY, TODAY + timedelta(days=9))] == [row.take_by]
    assert [one.due_on for one in deadlines.unsettled(TODAY, TODAY + timedelta(days=40))] == [row.due_on]
    assert house.to_deal_with(office.supervisor, TODAY)["count"] == 1
    protection.take(incident=row, on=TODAY, by=office.inspector)
    assert not [*deadlines.untaken(TODAY, TODAY + timedelta(days=9))]
    assert house.to_deal_with(office.supervisor, TODAY) is None
    assert house.to_deal_with(office.inspector, TODAY)["count"] == 1


def test_who_is_looked_after_is_visited_each_year_and_leaves_the_list_with_a_reason(office):  # noqa: F811
    """The list is GX 39 and ST 20; the interval of twelve months is house policy."""
    words = {"auxiliary": office.lin, "words": "父亲重病", "on": TODAY, "by": office.hr}
    care = protection.look_after(ground="hardship", **words)
    assert care.visit_by == date(2027, 11, 16)
    with pytest.raises(NotNow):
        protection.look_after(ground="hardship", **words)
    with pytest.raises(IntegrityError), transaction.atomic():
        Care(
            auxiliary=office.lin, ground="hardship", words="重复", since=TODAY, visit_by=TODAY, entered_by=office.hr
        ).save()
    later = date(2027, 11, 1)
    protection.visit(care=care, on=later, words="送慰问金", given=Decimal("500"), today=later, by=office.hr)
    care.refresh_from_db()
    assert care.visit_by == date(2028, 11, 1)
    assert [one.label for one in deadlines.visits(later, date(2028, 11, 2))] == ["林晓"]
    with pytest.raises(BadInput):
        protection.end_care(care=care, why=" ", on=later, by=office.hr)
    protection.end_care(care=care, why="困难已解除", on=later, by=office.hr)
    with pytest.raises(NotNow):
        protection.visit(care=care, on=later, words="再访", given=None, today=later, by=office.hr)


def test_the_pages_of_incidents_and_of_the_list(office):  # noqa: F811
    client = sign_in(Client(), office.hr)
    assert "No incident fits" in client.get("/discipline/incidents/").content.decode()
    assert "Nobody is on the care list" in client.get("/discipline/care/").content.decode()
    words = {
        "badge": office.lin.badge_number, "kind": "hurt", "happened_on": TODAY.isoformat(), "number": "",
        "lead": office.bai.police_number, "what": CANARY,
    }  # fmt: skip
    assert client.post("/discipline/incidents/new/", {**words, "badge": "没有"}).status_code == 422
    assert client.post("/discipline/incidents/new/", words).status_code == 302
    row = Incident.objects.get()
    at = f"/discipline/incidents/{row.pk}/"
    assert row.lead == office.bai
    assert client.post(f"{at}take/").status_code == 302
    step = {"kind": "medical", "on": TODAY.isoformat(), "paid": "120", "words": "已送医"}
    assert client.post(f"{at}note/", step).status_code == 302
    page = client.get(at).content.decode()
    assert "120.00" in page and "WII 17" in page and "borne by" in page
    refused = client.post(f"{at}settle/", {"recourse": "", "result": "已结"})
    assert refused.status_code == 409 and "BZ-04" in refused.content.decode()
    assert row.number in client.get("/discipline/incidents/?state=open").content.decode()
    entered = {"badge": office.lin.badge_number, "ground": "disabled", "words": "膝伤"}
    assert client.post("/discipline/care/new/", entered).status_code == 302
    care = Care.objects.get()
    visit = {"on": TODAY.isoformat(), "given": "", "words": "已走访"}
    assert client.post(f"/discipline/care/{care.pk}/visit/", visit).status_code == 302
    assert "已走访" in client.get(f"/discipline/care/{care.pk}/").content.decode()
    assert client.post(f"/discipline/care/{care.pk}/end/", {"why": "痊愈"}).status_code == 302
    assert "林晓" in client.get("/discipline/care/?state=ended").content.decode()


def test_whoever_led_keeps_an_incident_from_nobody(office):  # noqa: F811
    """BZ-01: where the only one of the station who handles incidents led the duty, those of the bureau are told."""
    station = office.user_of(office.bai, group="supervisor")
    row = reported(office, lead=office.bai, by=station)
    office.sweep()
    told = Message.objects.filter(key=f"discipline.incident_reported:{row.pk}").values_list("user__username", flat=True)
    assert {"hr", "inspector", "supervisor"} <= set(told) and station.username not in told
    assert protection.take(incident=row, on=TODAY, by=office.inspector).handler == office.inspector


def test_the_station_alone_is_told_where_somebody_there_may_deal_with_it(office):  # noqa: F811
    station = office.user_of(office.bai, group="supervisor")
    row = reported(office, lead=office.gao)
    office.sweep()
    told = Message.objects.filter(key=f"discipline.incident_reported:{row.pk}").values_list("user", flat=True)
    assert [*told] == [station.pk]
