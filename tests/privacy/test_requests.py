"""Corrections with a trace, refusals with a reason, freezing where the law asks to keep; answered by another, in time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from core import clock, deadlines
from core.errors import BadInput, NotNow
from core.models import AuditEntry
from privacy import services
from privacy.models import RightsRequest
from privacy.texts import answer_days
from reminders.models import Message
from tests.cast import TODAY, Cast, sign_in

Status = RightsRequest.Status


@pytest.fixture
def asked(cast: Cast) -> RightsRequest:
    return ask(cast)


def ask(cast: Cast, **more) -> RightsRequest:
    values = {"kind": "correction", "field": "phone", "wrong": "an old number", "should_be": "13912345678", **more}
    return services.ask(by=cast.user("auxiliary"), on=TODAY, **values)


def test_a_correction_is_written_and_the_old_value_stays_masked_in_the_trail(cast, asked, assure):
    hr = cast.user("hr")
    before = services.accept(request=asked, by=hr, on=TODAY)
    person = cast.user("auxiliary").person
    person.refresh_from_db()
    entry = AuditEntry.objects.filter(action="auxiliary.changed").latest("pk")
    assert before.status == Status.ACCEPTED and entry.after["phone"] == "139****5678"
    assert Message.objects.get(kind="rights.answered").user == cast.user("auxiliary")
    assure("R-58", "correction written with masked trace", ok=person.phone == "13912345678")


def test_a_refusal_has_a_reason_that_the_auxiliary_reads(cast, asked, assure):
    with pytest.raises(BadInput):
        services.refuse(request=asked, by=cast.user("hr"), reason=" ")
    services.refuse(request=asked, by=cast.user("hr"), reason="the paper shows another number")
    page = sign_in(Client(), cast.user("auxiliary")).get("/me/privacy/").content.decode()
    assure("R-58", "refusal with reason shown", ok="the paper shows another number" in page)


def test_what_the_law_keeps_is_frozen_not_deleted(cast, assure):
    asked = ask(cast, kind="deletion", field="bank_card", should_be="")
    with pytest.raises(NotNow):
        services.accept(request=asked, by=cast.user("hr"), on=TODAY)
    services.freeze(request=asked, by=cast.user("hr"), reason="the wage is paid to it (LCL 50)")
    asked.refresh_from_db()
    assure("R-58", "deletion answered by freezing with reason", ok=asked.status == Status.FROZEN)


def test_what_may_go_goes(cast):
    me = cast.user("auxiliary").person.auxiliary
    me.emergency_name = "某人"
    me.save()
    services.accept(
        request=ask(cast, kind="deletion", field="emergency_name", should_be=""), by=cast.user("hr"), on=TODAY
    )
    me.refresh_from_db()
    assert me.emergency_name == ""


def test_nobody_else_and_not_oneself_answers(cast, asked):
    for name in ("hr2", "supervisor", "auxiliary"):
        with pytest.raises(PermissionDenied):
            services.accept(request=asked, by=cast.user(name), on=TODAY)
    with pytest.raises(IntegrityError, match="rights_answered_by_another"), transaction.atomic():
        RightsRequest.objects.filter(pk=asked.pk).update(
            status="accepted", decided_by=cast.user("hr"), decided_person=asked.person_id, decided_at=clock.now()
        )


def test_answered_once(cast, asked):
    services.refuse(request=asked, by=cast.user("hr"), reason="no")
    with pytest.raises(NotNow):
        services.accept(request=asked, by=cast.user("hr"), on=TODAY)


@pytest.mark.parametrize("wrong", [{"field": "nothing"}, {"wrong": " "}, {"should_be": " "}])
def test_what_is_missing_is_said(cast, wrong):
    with pytest.raises(BadInput) as caught:
        ask(cast, **wrong)
    assert [*caught.value.errors] == [*wrong]


def test_the_deadline_is_reminded_of_and_stops_when_answered(cast, asked):
    assert asked.due_on == TODAY + dt.timedelta(days=answer_days())
    found = deadlines.source("rights_request").find
    assert [due.subject for due in found(TODAY, asked.due_on)] == [f"privacy.request:{asked.pk}"]
    services.refuse(request=asked, by=cast.user("hr"), reason="no")
    assert list(found(TODAY, asked.due_on)) == []


def test_the_pages_ask_and_answer(cast):
    me, hr = sign_in(Client(), cast.user("auxiliary")), sign_in(Client(), cast.user("hr"))
    assert me.post("/me/privacy/requests/new/", {"kind": "correction"}).status_code == 422
    paper = SimpleUploadedFile("paper.pdf", b"%PDF-1.4 tiny %%EOF", content_type="application/pdf")
    typed = {"kind": "correction", "field": "email", "wrong": "old", "should_be": "a@example.cn", "paper": paper}
    assert me.post("/me/privacy/requests/new/", typed).status_code == 302
    asked = RightsRequest.objects.get()
    address = f"/privacy/requests/{asked.pk}/"
    assert asked.evidence is not None
    assert address in hr.get("/privacy/requests/").content.decode()
    assert hr.post(address, {"answer": "refuse"}).status_code == 422
    assert hr.post(address, {"answer": "accept"}).status_code == 302
    asked.refresh_from_db()
    assert asked.status == Status.ACCEPTED and asked.person.email == "a@example.cn"


def test_the_numbers_of_a_request_lie_sealed(cast, asked):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT should_be FROM privacy_rightsrequest WHERE id = %s", [asked.pk])
        assert b"13912345678" not in bytes(cursor.fetchone()[0])
