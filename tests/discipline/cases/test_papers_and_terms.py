"""The papers that are served, the terms that are told of, and the demonstration's words on the own page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from core import clock, outbox
from core.deadlines import source
from core.errors import BadInput, NotNow, Refused
from core.models import AuditEntry
from discipline.printing.cases import answer, letter, notice, receipt
from discipline.services import cases
from discipline.services.cases import papers
from reminders.models import Message
from tests.cast import TODAY, sign_in
from tests.discipline.cases.court import Court, codes, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def court() -> Court:
    return Court()


def test_the_notice_and_the_decision_say_what_must_be_said(court):
    case = court.told("warning")
    said = notice(case)
    assert said["title"] == "事先告知书" and said["number"] == case.number and "并非法律规定" in said["note"]
    text = "".join(part for row in said["paragraphs"] for part in row)
    assert "拟对你作出以下处理：警告。" in text and "2026年12月2日前" in text and "回避" in text
    cases.hear(case=case, how="waived", text="放弃", by=court.inspector, on=court.day(12))
    decided = cases.decide(
        case=fresh(case), outcome="warning", grounds="情节轻微", by=court.supervisor, on=court.day(13)
    )
    text = "".join(part for row in letter(decided, decided.sanctions.get(), 30)["paragraphs"] for part in row)
    assert "现决定：警告。影响期自送达之日起计算。" in text and "自本决定送达之日起30日内" in text
    served = cases.serve(case=decided, how="in_person", by=court.inspector, on=court.day(14))
    text = "".join(part for row in letter(served, served.sanctions.get(), 30)["paragraphs"] for part in row)
    assert "影响期自2026年11月30日至2027年5月29日。" in text and "在2026年12月30日前（含当日）提出申诉" in text
    assert "书面放弃陈述申辩" in text and "劳动争议仲裁" in text and "情节轻微。" in text
    name, content = papers.print_letter(case=served, by=court.inspector)
    assert name.startswith("JD") and content.startswith(b"%PDF")
    entry = AuditEntry.objects.get(action="case.paper_printed")
    assert entry.after["paper"] == "处理决定书" and "情节" not in str(entry.after)
    with pytest.raises(NotNow):
        papers.print_notice(case=court.reported(), by=court.inspector)


def dues(code: str, until: dt.date) -> dict[str, dt.date]:
    return {due.label: due.due_on for due in source(code).find(TODAY, until)}


def test_every_term_is_a_deadline_of_whoever_acts_next_and_names_nobody(court):
    told, heard, appealed = (
        court.told(auxiliary=court.cast.auxiliary("告知人")),
        court.heard(auxiliary=court.cast.auxiliary("听取人")),
        court.appealed(auxiliary=court.cast.auxiliary("申诉人")),
    )
    far = dt.date(2030, 1, 1)
    assert dues("case_term", far) == {told.number: told.statement_until}
    assert dues("case_decision", far) == {heard.number: heard.due_on}
    assert dues("appeal_answer", far) == {appealed.number: court.day(50)}
    assert dues("sanction_ends", far) == {appealed.number: appealed.sanctions.get().ends_on}
    assert dues("case_term", told.statement_until - dt.timedelta(days=1)) == {}
    cases.suspend(case=fresh(told), reason="x", by=court.inspector, on=TODAY, ends_on=court.day(9))
    assert dues("suspension_ends", far) == {told.number: court.day(9)}
    assert (source("case_decision").right, source("appeal_answer").right) == ("decide_case", "handle_appeals")


def test_the_person_and_whoever_acts_next_are_told_without_a_word_of_what_it_is_about(court):
    case = court.appealed()
    while outbox.sweep():
        pass
    told = {(row.user.username, row.kind) for row in Message.objects.select_related("user")}
    assert {("auxiliary", "discipline.case_told"), ("auxiliary", "discipline.case_served")} <= told
    assert {("supervisor", "discipline.case_heard"), ("legal", "discipline.case_appealed")} <= told
    assert not any("香烟" in str(row.words) for row in Message.objects.all())
    assert not Message.objects.filter(user__username="pay-clerk").exists()
    assert case.status == "appealed"


def test_the_pages_of_the_person_and_of_those_who_act(court, client, monkeypatch):
    """A statement and an appeal are handed in by page; a refusal keeps what was typed and says what is missing."""
    case = court.told("exit", nature="detention")
    monkeypatch.setattr(clock, "today", lambda: court.day(12))
    own = sign_in(client, court.person)
    assert "收受商户香烟两条" in own.get(f"/me/conduct/{case.pk}/").content.decode()
    assert own.post(f"/me/conduct/{case.pk}/statement/", {"text": "不属实"}).status_code == 302
    assert "不属实" in own.get(f"/me/conduct/{case.pk}/").content.decode()
    assert own.get(f"/discipline/cases/{case.pk}/").status_code == 403
    boss = sign_in(client, court.supervisor)
    page = boss.get(f"/discipline/cases/{case.pk}/").content.decode()
    assert "Decide" in page and "Serve the decision" not in page
    typed = {"outcome": "exit", "grounds": "被拘留", "local_ground": "detention"}
    answer = boss.post(f"/discipline/cases/{case.pk}/decide/", typed)
    body = answer.content.decode()
    assert answer.status_code == 409 and "被拘留" in body
    assert "A local ground alone does not end a labour contract" in body and "union" in body
    assert boss.post(f"/discipline/cases/{case.pk}/decide/", {"outcome": "", "grounds": ""}).status_code == 422
    assert boss.post(f"/discipline/cases/{case.pk}/decide/", {"outcome": "warning", "grounds": "x"}).status_code == 302
    assert (
        boss.post(f"/discipline/cases/{case.pk}/letter/").status_code == 403
    )  # papers are given out by those who serve
    clerk = sign_in(client, court.inspector)
    for paper in ("notice", "letter"):
        answer = clerk.post(f"/discipline/cases/{case.pk}/{paper}/")
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF"), paper
    typed = {"auxiliary": "nobody", "subject": "迟到", "nature": "discipline", "source": "unit"}
    answer = clerk.post("/discipline/cases/new/", typed)
    assert answer.status_code == 422 and "Nobody of your units" in answer.content.decode()
    typed["auxiliary"] = court.auxiliary.badge_number
    assert clerk.post("/discipline/cases/new/", typed).status_code == 302


def test_an_appeal_on_paper_is_held_against_the_day_it_was_received(court):
    """Served on day 15, the term ends on day 45: what was received then is taken, though it is entered later."""
    case = court.served("warning")
    words = {"case": case, "grounds": "处分过重", "brought_by": "其妻代交", "by": court.legal, "on": court.day(50)}
    for wrong in ({"received_on": court.day(51)}, {"received_on": court.day(14)}, {"brought_by": " "}):
        with pytest.raises(BadInput):
            cases.take_appeal(**{"received_on": court.day(45), **words, **wrong})
    with pytest.raises(Refused) as late:
        cases.take_appeal(received_on=court.day(46), **words)
    assert codes(late.value) == {"CS-22"}
    for who in (court.inspector, court.person):
        with pytest.raises(PermissionDenied):
            cases.take_appeal(received_on=court.day(45), **{**words, "by": who})
    row = cases.take_appeal(received_on=court.day(45), **words)
    assert (row.filed_on, row.due_on, row.paper.entered_on) == (court.day(45), court.day(75), court.day(50))
    assert (fresh(case).status, fresh(case).due_on, row.paper.brought_by) == ("appealed", court.day(75), "其妻代交")
    name, content = papers.print_receipt(appeal=row, by=court.legal)
    assert name.startswith("SL") and content.startswith(b"%PDF")
    text = "".join(part for line in receipt(fresh(case), row)["paragraphs"] for part in line)
    assert "2026年12月31日收到" in text and "2027年1月30日前（含当日）答复" in text and "其妻" not in text
    with pytest.raises(NotNow):
        papers.print_answer(appeal=row, by=court.legal)
    done = cases.answer_appeal(
        appeal=row, verdict="changed", changed_to="advice", reasons="情节轻微", by=court.legal, on=court.day(55)
    )
    text = "".join(part for line in answer(fresh(case), done, None)["paragraphs"] for part in line)
    assert "变更原处理决定。改为批评教育" in text and "情节轻微。" in text and "劳动争议仲裁" in text
    assert papers.print_answer(appeal=done, by=court.legal)[0].startswith("SD")


def test_the_page_takes_an_appeal_on_paper_by_the_number_of_the_case():
    court = Court(start=TODAY - dt.timedelta(days=45))
    case, client = court.served("warning"), sign_in(Client(), court.legal)
    assert "/discipline/appeals/new/" in client.get("/discipline/appeals/").content.decode()
    sent = {"case": case.number, "received_on": court.day(39).isoformat(), "brought_by": "本人", "grounds": "不服"}
    assert client.post("/discipline/appeals/new/", {**sent, "case": "AJ2026-999999"}).status_code == 422
    assert client.post("/discipline/appeals/new/", sent).status_code == 302
    shown = client.get(f"/discipline/cases/{case.pk}/").content.decode()
    assert "handed in by 本人" in shown and "Print the receipt" in shown and "Print the answer" not in shown
