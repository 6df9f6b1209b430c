"""Keys change under everything the room of conduct keeps sealed, frozen rows too; and nothing else passes as such a change."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core.crypto import keys
from core.crypto.fields import sealed_fields, sealed_models
from core.crypto.sealing import seal
from discipline.models import (
    Appraisal,
    AppraisalMark,
    Case,
    Complaint,
    Finding,
    GradeObjection,
    Incident,
    Objection,
    Statement,
)
from discipline.rules.appraisals import Head
from discipline.services import appraisals, cases, commendations, complaints, grades, protection, supervision, warnings
from discipline.services.complaints import Who
from tests.cast import TODAY
from tests.discipline.cases.court import Court, fresh
from tests.discipline.commendations.test_scenarios import Awards
from tests.discipline.complaints.conftest import CONTACT, NAME, Office
from tests.discipline.grades.test_scenarios import DECISION_DAY, Climb
from tests.secrets.test_rotation import AES, NEW, OLD, rotated

pytestmark = pytest.mark.django_db
MODELS = [model for model in sealed_models() if model._meta.app_label == "discipline"]


@pytest.fixture
def conduct(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A bureau in which something of every kind was said, and most of it is settled by now."""
    settings.FIELD_KEYS, settings.FIELD_CIPHER = [OLD], AES
    monkeypatch.setenv("AUXPOLICE_TODAY", TODAY.isoformat())
    office = Office()
    _cases(Court(office.cast))
    _supervised(office)
    _complained(office)
    _awarded(office)
    _graded(office)
    _protected(office)
    _appraised(office)
    settings.FIELD_KEYS = [NEW, OLD]
    return settings


def _cases(court: Court) -> None:
    case = court.appealed()
    somebody, _officer = court.somebody("法制员", "legal")
    cases.answer_appeal(appeal=case.appeal, verdict="upheld", reasons="维持原决定", by=somebody, on=court.day(25))
    other = court.opened()
    third = court.somebody("督察吴", "inspector")[1]
    cases.name_investigator(case=fresh(other), officer=third, by=court.inspector, on=court.day(2))
    relieved = other.investigators.get(officer=third)
    cases.relieve_investigator(investigator=relieved, reason="与当事人同乡", by=court.inspector, on=court.day(2))
    asking = court.told(auxiliary=court.cast.auxiliary("申请人"))
    words = {"reason": "与举报人是邻居", "by": court.user_of(asking), "on": court.day(12)}
    asked = cases.ask_to_withdraw(case=asking, investigator=asking.investigators.get(officer=court.he), **words)
    cases.answer_withdrawal(
        withdrawal=asked, answer="refused", reason="经核实不实", by=court.supervisor, on=court.day(13)
    )
    matter = cases.note_matter(
        case=fresh(other), kind="criminal", authority="云州市公安局", since=TODAY, by=court.inspector, on=TODAY
    )
    cases.end_matter(matter=matter, result="acquitted", until=court.day(3), by=court.inspector, on=court.day(3))
    paper = {"grounds": "书面不服", "brought_by": "其妻代交", "received_on": court.day(20), "on": court.day(21)}
    cases.take_appeal(case=court.served(auxiliary=court.cast.auxiliary("书面人")), by=somebody, **paper)
    cases.drop(case=court.reported(), reason="查无实据", by=court.inspector, on=court.day(3))


def _supervised(office: Office) -> None:
    supervision.cancel(inspection=office.plan(), reason="改期", by=office.inspector)
    found = office.reported()
    named = supervision.name_auxiliary(finding=found, auxiliary=office.lin, by=office.inspector)
    supervision.settle(responsibility=named, stands="none", reason="无责", on=TODAY, by=office.inspector)


def _complained(office: Office) -> None:
    colleague = Who("auxiliary", NAME, CONTACT, office.lin.person_id)
    row = office.in_hand(office.received(who=colleague, channel="own"))
    complaints.open_reporter(complaint=row, reason="核实", by=office.inspector)
    complaints.look_at_retaliation(complaint=row, result="none", reason="未见", by=office.inspector)
    complaints.answer(complaint=row, outcome="upheld", answer="已退还", on=TODAY, by=office.inspector)


def _awarded(office: Office) -> None:
    awards = Awards.__new__(Awards)
    awards.cast, awards.hero = office.cast, office.wu
    awards.clerk, awards.head = office.hr, office.supervisor
    awards.mate = office.auxiliary
    said = commendations.object_to(commendation=awards.public(), text="异议", by=awards.mate, on=TODAY)
    commendations.settle(objection=said, upheld=False, answer="不成立", by=awards.head)


def _graded(office: Office) -> None:
    climb = Climb.__new__(Climb)
    climb.cast, climb.clerk, climb.head = office.cast, office.hr, office.supervisor
    climb.lin = climb.graded("郑新", "七级")
    row = climb.public()
    said = grades.contest(proposal=row, text="有异议", by=climb.clerk, on=TODAY)
    other = office.user_of(office.cast.officer("政工沈"), group="hr", unit="first")
    grades.settle(objection=said, upheld=False, answer="不成立", by=other)
    climb.decide(row, on=DECISION_DAY)


def _protected(office: Office) -> None:
    warnings.answer(auxiliary=office.wu, done="talked", words="已谈话", on=TODAY, by=office.inspector)
    days: dict[str, Any] = {"on": TODAY, "by": office.inspector}
    row = protection.report(told=protection.Told(office.wu, "other", TODAY, "摔倒"), **days)
    row = protection.take(incident=row, **days)
    protection.note(incident=row, kind="medical", words="已送医", paid=None, today=TODAY, **days)
    protection.settle(incident=row, result="已痊愈", recourse="", **days)
    care = protection.look_after(auxiliary=office.wu, ground="hardship", words="家庭困难", **days)
    protection.visit(care=care, words="已走访", given=None, today=TODAY, **days)
    protection.end_care(care=care, why="困难已解除", **days)


def _appraised(office: Office) -> None:
    """One reported, marked, set and settled on an objection; the others left out."""
    words: dict[str, Any] = {"by": office.hr, "on": TODAY}
    whole = appraisals.open_round(unit=office.cast["north"], kind="annual", day=TODAY, **words)
    mine, marks = whole.appraisals.get(auxiliary=office.lin), dict.fromkeys(Head.values, 80)
    for row in whole.appraisals.exclude(pk=mine.pk):
        appraisals.leave_out(appraisal=row, reason="长期病假", by=office.hr)
    appraisals.report(appraisal=mine, text="全年述职", by=office.auxiliary, on=TODAY)
    appraisals.mark(appraisal=mine, source="leader", marks=marks, comment="踏实", by=office.supervisor, on=TODAY)
    appraisals.reckon(round_=whole, **words)
    appraisals.calibrate(appraisal=mine, result="basic", reason="出勤不足", **words)
    appraisals.tell(round_=whole, **words)
    appraisals.contest(appraisal=mine, text="出勤有误", by=office.auxiliary, on=TODAY)
    reviewer = office.user_of(office.cast.officer("法制孙"), group="legal", unit="first")
    appraisals.settle(appraisal=mine, result="competent", answer="异议成立", by=reviewer, on=TODAY)


def stored(row: Any, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {row._meta.db_table} WHERE id = %s", [row.pk])
        return bytes(cursor.fetchone()[0])


def put(row: Any, column: str, value: bytes, more: str = "") -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = %s{more} WHERE id = %s", [value, row.pk])


def test_keys_change_under_all_that_was_said_and_the_old_one_may_go(conduct: Any) -> None:
    said = {
        (model, pk, field.name): text
        for model in MODELS for field in sealed_fields(model)
        for pk, text in ((row.pk, getattr(row, field.name)) for row in model._base_manager.all()) if text
    }  # fmt: skip
    spoken = {(model, name) for model, _pk, name in said}
    assert spoken == {(model, field.name) for model in MODELS for field in sealed_fields(model)}, (
        "all of them are tried"
    )
    report = rotated()
    new, old = (key.hex() for key in keys())
    tables = {model._meta.db_table: report["tables"][model._meta.db_table] for model in MODELS}
    assert {name: (one["unreadable"], one["held"]) for name, one in tables.items()} == {
        name: ([], 0) for name in tables
    }
    assert report["keys"][old] == 0 and report["removable"] == [old]
    conduct.FIELD_KEYS = [NEW]
    now = {(model, pk, name): getattr(model._base_manager.get(pk=pk), name) for model, pk, name in said}
    assert now == said


def test_nothing_else_passes_as_sealing_anew(conduct: Any) -> None:
    """What the database can tell: the same key, another length, something empty filled, a plain text, another field beside."""
    case = Case.objects.order_by("pk").first()
    assert case is not None and case.grounds
    frozen = (
        (case, "subject"), (case, "findings"), (case, "grounds"), (Statement.objects.first(), "words"),
        (Objection.objects.get(), "text"), (GradeObjection.objects.get(), "text"),
        (Complaint.objects.get(), "answer"), (Finding.objects.first(), "what"),
        (Incident.objects.get(), "what"), (Incident.objects.get(), "result"),
        (Appraisal.objects.get(status="final"), "self_report"), (AppraisalMark.objects.get(), "comment"),
    )  # fmt: skip
    for row, column in frozen:
        text, before, place = getattr(row, column), stored(row, column), f"{row._meta.db_table}.{column}"
        other = text[:-1] + ("改" if text[-1] != "改" else "换")
        new = seal(other, where=place, row=row.pk)
        conduct.FIELD_KEYS = [OLD, NEW]
        same_key = seal(other, where=place, row=row.pk)
        conduct.FIELD_KEYS = [NEW, OLD]
        longer = seal(text + "。", where=place, row=row.pk)
        for wrong in (same_key, longer, b"", other.encode(), new[:5] + before[5:-1], b"\x01" + new[1:]):
            with pytest.raises(IntegrityError, match="what was said|frozen|never to"):
                put(row, column, wrong)
        with pytest.raises(IntegrityError):
            put(row, column, seal(text, where=place, row=row.pk), more=", id = id + 1000000")
        assert stored(row, column) == before
        put(row, column, seal(text, where=place, row=row.pk))  # the control: the same text under the newer key
        assert getattr(type(row)._base_manager.get(pk=row.pk), column) == text
    with pytest.raises(IntegrityError, match="what was said stays"):
        put(case, "closing", seal("补写", where="discipline_case.closing", row=case.pk))


def test_what_the_database_cannot_tell_is_another_text_of_the_same_length_under_a_newer_key(conduct: Any) -> None:
    """Whoever holds the keys and may write to the table: said here and in the migration, so that nobody relies on more."""
    row = Statement.objects.first()
    assert row is not None
    other = "改" + row.words[1:]
    put(row, "words", seal(other, where="discipline_statement.words", row=row.pk))
    assert Statement.objects.get(pk=row.pk).words == other
