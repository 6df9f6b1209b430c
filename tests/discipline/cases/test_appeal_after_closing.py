"""An appeal that came in time stands though it was entered after the case was closed; one that came late does not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from core.errors import NotNow, Refused
from core.models import AuditEntry, OutboxEvent
from discipline.services import cases
from tests.cast import TODAY, sign_in
from tests.discipline.cases.court import Court, codes, fresh
from tests.discipline.cases.test_life import refused

pytestmark = pytest.mark.django_db


def test_what_was_received_in_time_opens_the_closed_case_and_the_measure_is_taken_back():
    """Served on day 15, the term ends on day 45, closed on day 46; the paper of day 44 is entered on day 50."""
    court = Court()
    case = cases.close(case=court.served("demerit"), by=court.inspector, on=court.day(46))
    words = {"case": case, "grounds": "处分过重", "brought_by": "挂号信", "by": court.legal, "on": court.day(50)}
    with pytest.raises(Refused) as late:
        cases.take_appeal(received_on=court.day(46), **words)
    assert codes(late.value) == {"CS-22"} and fresh(case).status == "closed"
    row = cases.take_appeal(received_on=court.day(44), **words)
    case = fresh(case)
    assert (case.status, case.closed_on, case.due_on) == ("appealed", None, court.day(74))
    assert AuditEntry.objects.get(action="case.appealed").before == {"closed_on": court.day(46).isoformat()}
    cases.answer_appeal(
        appeal=row, verdict="changed", changed_to="warning", reasons="情节较轻", by=court.legal, on=court.day(60)
    )
    case = fresh(case)
    harsh, mild = case.sanctions.order_by("pk")
    assert (case.status, case.closed_on, harsh.revoked_on) == ("closed", court.day(60), court.day(60))
    assert (mild.kind, mild.starts_on, mild.revoked_on) == ("warning", court.day(15), None)
    assert OutboxEvent.objects.filter(kind="discipline.sanction_revoked", payload__sanction=harsh.pk).exists()
    with pytest.raises(NotNow):  # one appeal, one answer
        cases.take_appeal(received_on=court.day(44), **{**words, "on": court.day(61)})


def test_page_and_api_take_the_paper_of_a_closed_case():
    court = Court(start=TODAY - dt.timedelta(days=60))
    first = cases.close(case=court.served("warning"), by=court.inspector, on=court.day(46))
    other = court.served("warning", auxiliary=court.cast.auxiliary("另一人"))
    second = cases.close(case=other, by=court.inspector, on=court.day(46))
    client = sign_in(Client(), court.legal)
    typed = {"case": first.number, "received_on": court.day(46).isoformat(), "brought_by": "本人", "grounds": "不服"}
    late = client.post("/discipline/appeals/new/", typed)
    assert late.status_code == 409 and "CS-22" in late.content.decode()
    in_time = {**typed, "received_on": court.day(45).isoformat()}
    assert client.post("/discipline/appeals/new/", in_time).status_code == 302
    assert client.post("/discipline/appeals/new/", in_time).status_code == 422, "it is appealed against already"
    sent = {**in_time, "case": second.pk}
    answer = client.post(
        "/api/v1/appeals/", {**sent, "received_on": typed["received_on"]}, content_type="application/json"
    )
    assert answer.status_code == 409
    assert client.post("/api/v1/appeals/", sent, content_type="application/json").status_code == 201
    assert {fresh(first).status, fresh(second).status} == {"appealed"}
    own = sign_in(Client(), court.person).get(f"/me/conduct/{first.pk}/").content.decode()
    assert "appeal pending" in own


def test_the_person_appeals_within_the_term_though_the_case_was_closed_at_once():
    """Criticism is no sanction, so the case is closed at once; the term of the appeal runs on."""
    court = Court(start=TODAY - dt.timedelta(days=20))
    case = cases.close(case=court.served("advice"), by=court.inspector, on=court.day(16))
    client = sign_in(Client(), court.person)
    address = f"/me/conduct/{case.pk}/appeal/"
    assert address in client.get(f"/me/conduct/{case.pk}/").content.decode()
    assert client.post(address, {"grounds": "不属实"}).status_code == 302
    assert fresh(case).status == "appealed"
    assert address not in client.get(f"/me/conduct/{case.pk}/").content.decode()


def test_the_database_opens_a_closed_case_only_for_an_appeal_received_in_time():
    court = Court()
    case = cases.close(case=court.served("demerit"), by=court.inspector, on=court.day(46))
    again = "UPDATE discipline_case SET status = 'appealed', appealed = true, closed_on = NULL WHERE id = %s"
    assert "no appeal was received" in refused(again, case.pk)
    filed = """INSERT INTO discipline_appeal (number, case_id, grounds, filed_on, filed_by_id, due_on, verdict, reasons)
               VALUES ('SS-X', %s, '', %s, %s, %s, '', '')"""
    late = (case.pk, court.day(46), court.legal.pk, court.day(90))
    assert "within its term" in refused(filed, *late)
    in_time = (case.pk, court.day(45), court.legal.pk, court.day(90))
    assert refused(filed, *in_time) == ""
    half = "UPDATE discipline_case SET status = 'appealed', appealed = true WHERE id = %s"
    assert "no appeal was received" in refused(half, case.pk), "it is no longer closed on any day"
    assert "does not change" in refused(again.replace("appealed = true", "served_on = NULL"), case.pk)
    assert refused(again, case.pk) == ""
    answered = court.appealed(auxiliary=court.cast.auxiliary("另一人"))
    cases.answer_appeal(appeal=answered.appeal, verdict="upheld", reasons="维持", by=court.legal, on=court.day(25))
    assert "no appeal was received" in refused(again, answered.pk), "what was answered is not opened again"
