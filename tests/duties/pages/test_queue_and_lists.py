"""The queue, the lists, the sheet: who sees what, how much it costs, and what is never approved from a list."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.models import AuditEntry
from duties.models import Assignment
from duties.services.redeciding import redecide
from exports import services
from exports.models import Export
from exports.paper import words_of
from tests.cast import TODAY, sign_in
from tests.duties.pages.asking import typed
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db


def cost(user: Any, name: str, query: str = "") -> int:
    client = sign_in(Client(), user)
    client.get(reverse(name) + query)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse(name) + query).status_code == 200
    return len(seen)


def several(stage: Stage, count: int) -> list[Assignment]:
    step = dt.timedelta(days=1)
    return [
        stage.submitted(
            starts_at=stage.starts_at + step * n, ends_at=stage.starts_at + step * n + dt.timedelta(hours=4)
        )
        for n in range(count)
    ]


@pytest.mark.parametrize(("who", "name", "most"), [("supervisor", "approvals", 15), ("requester", "assignments", 12)])
def test_a_list_costs_the_same_however_long_it_is(stage: Stage, who: str, name: str, most: int) -> None:
    several(stage, 2)
    few = cost(getattr(stage, who), f"duties:{name}")
    several(stage, 6)
    assert cost(getattr(stage, who), f"duties:{name}") == few
    assert few <= most


def test_several_are_approved_at_once_but_never_one_with_a_finding(stage: Stage) -> None:
    clean, soiled, changed = several(stage, 3)
    Assignment.objects.filter(pk=soiled.pk).update(
        decision={**soiled.decision, "decision": "refer", "findings": [{"code": "DU-16", "says": {}}]}
    )
    numbers = [clean.pk, soiled.pk, changed.pk]
    client = sign_in(Client(), stage.supervisor)
    told = client.get(reverse("duties:chosen"), {"chosen": numbers}).content.decode()
    assert f'value="{clean.pk}"' in told
    assert f'value="{soiled.pk}"' not in told
    # Meanwhile the training of a member ends before the third begins: decided again, it is refused.
    stage.lin.qualifications.update(valid_until=changed.starts_at.date() - dt.timedelta(days=1))
    client.post(reverse("duties:chosen"), {"chosen": numbers})
    states = dict(Assignment.objects.values_list("pk", "status"))
    assert states == {clean.pk: "approved", soiled.pk: "pending", changed.pk: "pending"}
    assert changed.refused_attempts.count() == 1


def test_the_button_is_there_only_for_what_is_clean(stage: Stage) -> None:
    assignment = stage.submitted()
    address = reverse("duties:approve", args=[assignment.pk])
    client = sign_in(Client(), stage.supervisor)
    assert address in client.get(reverse("duties:approvals")).content.decode()
    stage.lin.qualifications.update(valid_until=TODAY)
    redecide(on=clock.today(), by=stage.supervisor)
    assert address not in client.get(reverse("duties:approvals")).content.decode()


def test_the_legal_reviewer_sees_what_is_referred_and_rules_on_it(stage: Stage) -> None:
    assignment = stage.submitted(text="完成所长交办的有关工作", codes=())
    assert assignment.status == "referred"
    client = sign_in(Client(), stage.legal)
    assert assignment.number in client.get(reverse("duties:rulings")).content.decode()
    opinion = {"allows": "yes", "named_codes": ["patrol-street"], "text": "属治安巡逻", "cites": "NAT"}
    assert client.post(reverse("duties:rule", args=[assignment.pk]), opinion).status_code == 302
    assignment.refresh_from_db()
    assert assignment.status == "pending"
    assert client.get(reverse("duties:assignment", args=[assignment.pk])).status_code == 200


def test_the_sheet_is_a_pdf_and_printing_it_is_recorded(stage: Stage) -> None:
    stage.approved()
    query = f"?unit=north&day={stage.day.isoformat()}"
    client = sign_in(Client(), stage.supervisor)
    shown = client.get(reverse("duties:sheet") + query).content.decode()
    assert "林晓" in shown
    assert "白警官" in shown
    asked = {"purpose": "roll call in the morning", "format": "pdf", "token": "once"}
    client.post(reverse("exports:new", args=["duty-sheet"]) + query, asked)
    export = services.make_export(export=Export.objects.get())
    answer = client.post(reverse("exports:download", args=[export.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert export.serial in words_of(answer.content)
    assert AuditEntry.objects.get(action="export.downloaded").after["people"] == 2


def test_the_sheet_shows_only_its_own_day(stage: Stage) -> None:
    stage.approved()
    client = sign_in(Client(), stage.supervisor)
    before = (stage.day - dt.timedelta(days=1)).isoformat()
    assert "林晓" not in client.get(reverse("duties:sheet") + f"?unit=north&day={before}").content.decode()


def test_the_checker_answers_from_its_address_with_the_units_own_bans(stage: Stage) -> None:
    client = sign_in(Client(), stage.requester)
    asked = {"text": "街面治安巡逻", "unit": stage.cast["north"].pk, "day": "2026-11-23", "officers": "1"}
    asked |= {"auxiliaries": "2", "category": "service"}
    assert 'class="decision allow"' in client.get(reverse("duties:check"), asked).content.decode()
    asked["text"] = "开具罚单"
    said = client.get(reverse("duties:check"), asked, headers={"HX-Request": "true"}).content.decode()
    assert 'class="decision refuse"' in said
    assert "<html" not in said


@pytest.mark.parametrize("odd", ["²", "9" * 30, "x'\"><script>"])
def test_odd_addresses_and_forms_never_break_a_page(stage: Stage, odd: str) -> None:
    requester, supervisor = sign_in(Client(), stage.requester), sign_in(Client(), stage.supervisor)
    everything = dict.fromkeys(("q", "unit", "day", "status", "mine", "duty", "reason", "text", "chosen", "page"), odd)
    for name in ("assignments", "check", "new", "sheet"):
        assert requester.get(reverse(f"duties:{name}"), everything).status_code in (200, 404, 422)
    assert supervisor.get(reverse("duties:chosen"), everything).status_code == 200
    assert sign_in(Client(), stage.inspector).get(reverse("duties:refused"), everything).status_code == 200
    lists = {name: [odd] for name in ("auxiliaries", "leads", "duties")}
    for act in ("check", "find", "save", "submit"):
        wrong = typed(stage, act=act, **lists, commander=odd, unit=odd, revision=odd, find=odd)
        assert requester.post(reverse("duties:new"), wrong).status_code in (200, 422)
    assert not Assignment.objects.exists()
