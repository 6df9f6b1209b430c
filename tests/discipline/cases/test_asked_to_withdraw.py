"""The person asks that an investigator withdraw; nothing is decided before whoever decides the case has answered."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from core import outbox
from core.deadlines import source
from core.errors import BadInput, NotNow, Refused
from discipline.models import Withdrawal
from discipline.services import cases
from regulations.packs import at
from reminders.models import Message
from tests.cast import TODAY, sign_in
from tests.discipline.cases.court import Court, codes, fresh
from tests.discipline.cases.test_life import refused

pytestmark = pytest.mark.django_db


def test_nothing_is_decided_before_the_answer_and_a_refusal_is_told_with_its_reason():
    court = Court()
    case = court.told()
    he = case.investigators.get(officer=court.he)
    words = {"case": case, "investigator": he, "reason": "与举报商户是亲戚", "on": court.day(12)}
    with pytest.raises(PermissionDenied):
        cases.ask_to_withdraw(by=court.inspector, **words)
    with pytest.raises(BadInput):
        cases.ask_to_withdraw(by=court.person, **{**words, "reason": " "})
    row = cases.ask_to_withdraw(by=court.person, **words)
    assert (row.due_on, row.answer) == (court.day(14), "")
    value = at("discipline.cases.withdrawal_days", day=TODAY)
    assert (value.value, value.confidence) == (2, "B") and "HOUSE" in value.cites
    with pytest.raises(BadInput):
        cases.ask_to_withdraw(by=court.person, **words)
    assert len(list(source("withdrawal_answer").find(TODAY, court.day(14)))) == 1
    cases.make_statement(case=case, text="不属实", by=court.person, on=court.day(12))
    decision = {"outcome": "demerit", "grounds": "事实清楚", "by": court.supervisor, "on": court.day(13)}
    with pytest.raises(Refused) as open_yet:
        cases.decide(case=fresh(case), **decision)
    assert codes(open_yet.value) == {"CS-24"}
    decided = """UPDATE discipline_case SET status = 'decided', outcome = 'demerit', decided_on = %s, decider_id = %s,
                 decider_person_id = %s WHERE id = %s"""
    chief = court.supervisor
    assert "has no answer" in refused(decided, court.day(13), chief.pk, chief.person_id, case.pk)
    answer = {"withdrawal": row, "answer": "refused", "reason": "经核实无亲属关系", "on": court.day(13)}
    with pytest.raises(PermissionDenied):
        cases.answer_withdrawal(by=court.inspector, **answer)
    both, officer = court.somebody("督察周", "supervisor")
    tied = court.opened(auxiliary=court.cast.auxiliary("另案人"))
    cases.name_investigator(case=tied, officer=officer, by=court.inspector, on=court.day(2))
    tied = cases.conclude(case=tied, findings="属实", by=court.inspector, on=court.day(3))
    tied = cases.tell(case=tied, intended="warning", how="in_person", by=court.inspector, on=court.day(4))
    of_tied = {"case": tied, "reason": "邻居", "by": court.user_of(tied), "on": court.day(5)}
    other = cases.ask_to_withdraw(investigator=tied.investigators.get(officer=court.he), **of_tied)
    with pytest.raises(Refused) as involved:  # an investigator of the same case answers nothing in it
        cases.answer_withdrawal(by=both, **{**answer, "withdrawal": other})
    assert codes(involved.value) == {"CS-25"}
    cases.answer_withdrawal(by=chief, **answer)
    with pytest.raises(NotNow):
        cases.answer_withdrawal(by=chief, **answer)
    while outbox.sweep():
        pass
    assert Message.objects.filter(user=chief, kind="discipline.withdrawal_asked").count() == 2
    assert Message.objects.filter(user=court.person, kind="discipline.withdrawal_answered").count() == 1
    assert cases.decide(case=fresh(case), **decision).status == "decided"
    with pytest.raises(NotNow):
        cases.ask_to_withdraw(
            by=court.person, **{**words, "case": fresh(case), "investigator": case.investigators.get(officer=court.gu)}
        )


def test_granted_another_takes_the_place_in_the_same_act_and_the_case_is_investigated_again():
    court = Court()
    case = court.heard()
    he = case.investigators.get(officer=court.he)
    row = cases.ask_to_withdraw(case=case, investigator=he, reason="同乡", by=court.person, on=court.day(12))
    words = {"withdrawal": row, "answer": "granted", "reason": "确系同乡", "by": court.supervisor, "on": court.day(13)}
    with pytest.raises(BadInput):
        cases.answer_withdrawal(**words)
    mine = court.cast.officer(person=court.person.person)
    with pytest.raises(Refused) as tied:
        cases.answer_withdrawal(instead=mine, **words)
    assert codes(tied.value) == {"CS-01"}
    assert fresh(case).status == "heard" and not Withdrawal.objects.get(pk=row.pk).answer, "all of it or nothing"
    _user, other = court.somebody("督察周", "inspector")
    cases.answer_withdrawal(instead=other, **words)
    case = fresh(case)
    assert (case.status, case.told_on, case.heard_how, case.intended) == ("opened", None, "", "")
    at_work = case.investigators.filter(relieved_on=None)
    assert {one.officer for one in at_work} == {court.gu, other}
    he.refresh_from_db()
    assert (he.relieved_on, he.reason) == (court.day(13), "确系同乡")
    cases.conclude(case=case, findings="重新调查属实", by=court.inspector, on=court.day(15))
    own = sign_in(Client(), court.person)
    assert own.get(f"/me/conduct/{case.pk}/").status_code == 404
    shown = own.get("/me/more/").content.decode()
    assert "确系同乡" in shown and "同乡" in shown


def test_the_pages_and_the_api_ask_and_answer():
    court = Court(start=TODAY - dt.timedelta(days=11))
    case = court.told()
    own, chief = sign_in(Client(), court.person), sign_in(Client(), court.supervisor)
    address = f"/me/conduct/{case.pk}/withdraw/"
    assert address in own.get(f"/me/conduct/{case.pk}/").content.decode()
    for officer, reason in ((court.he, "邻居"), (court.gu, "有经济往来")):
        sent = {"investigator": case.investigators.get(officer=officer).pk, "reason": reason}
        assert own.post(address, sent).status_code == 302
    assert own.post(address, sent).status_code == 422, "once for each"
    assert address not in own.get(f"/me/conduct/{case.pk}/").content.decode()
    first, second = Withdrawal.objects.order_by("pk")
    shown = chief.get(f"/discipline/cases/{case.pk}/").content.decode()
    assert "有经济往来" in shown and f"/discipline/withdrawals/{first.pk}/" in shown
    assert "邻居" in chief.get(f"/discipline/withdrawals/{first.pk}/").content.decode()
    no = {"answer": "refused", "reason": "住址相距甚远"}
    assert chief.post(f"/discipline/withdrawals/{first.pk}/", no).status_code == 302
    assert "住址相距甚远" in own.get(f"/me/conduct/{case.pk}/").content.decode()
    _user, other = court.somebody("督察周", "inspector")
    yes = {"answer": "granted", "reason": "属实", "instead": other.pk}
    answer = chief.post(f"/api/v1/withdrawals/{second.pk}/answer/", yes, content_type="application/json")
    assert (answer.status_code, answer.json()["answer"]) == (200, "granted")
    assert fresh(case).status == "opened"


def test_the_database_refuses_who_must_not_ask_or_answer():
    court = Court()
    case = court.told()
    he = case.investigators.get(officer=court.he)
    ask = """INSERT INTO discipline_withdrawal (case_id, investigator_id, reason, asked_on, asked_by_id, due_on, answer,
             reasons) VALUES (%s, %s, '', %s, %s, %s, '', '')"""
    day = court.day(12)
    assert "by the person concerned" in refused(ask, case.pk, he.pk, day, court.inspector.pk, day)
    early = court.opened(auxiliary=court.cast.auxiliary("另案人"))
    hers = early.investigators.get(officer=court.he)
    assert "before the decision" in refused(ask, early.pk, hers.pk, day, court.user_of(early).pk, day)
    assert "before the decision" in refused(ask, case.pk, hers.pk, day, court.person.pk, day)
    row = cases.ask_to_withdraw(case=case, investigator=he, reason="邻居", by=court.person, on=day)
    answer = """UPDATE discipline_withdrawal SET answer = %s, answered_on = %s, handler_id = %s, handler_person_id = %s
                WHERE id = %s"""
    chief, gu = court.supervisor, court.inspector
    assert "neither investigates" in refused(answer, "refused", day, gu.pk, gu.person_id, row.pk)
    assert "neither investigates" in refused(answer, "refused", day, gu.pk, chief.person_id, row.pk)
    assert "neither investigates" in refused(answer, "refused", day, court.person.pk, court.person.person_id, row.pk)
    assert "still investigates" in refused(answer, "granted", day, chief.pk, chief.person_id, row.pk)
    assert refused(answer, "refused", day, chief.pk, chief.person_id, row.pk) == ""
    assert "answered once" in refused(answer, "granted", day, chief.pk, chief.person_id, row.pk)
    assert "permission denied" in refused("DELETE FROM discipline_withdrawal WHERE id = %s", row.pk)
