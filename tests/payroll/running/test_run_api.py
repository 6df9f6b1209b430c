"""The API of pay: the same services and sentences as the pages, once under a key, and everybody the own payslips only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.services import make_token
from core import clock, outbox
from payroll.models import PayRun, PaySetting, Payslip
from tests.payroll.running.conftest import OCTOBER, Office

RUNS = "/api/v1/pay-runs/"


@pytest.fixture
def call(office: Office) -> Any:
    """`call("pay-clerk", "post", address, body, key=…)`: a request by token, JSON both ways."""

    def sent(who: str, method: str, address: str, body: Any = None, *, key: str = "") -> Any:
        token = make_token(user=office.cast.user(who), proved=True)[0]
        headers = {"Authorization": f"Token {token}", **({"Idempotency-Key": key} if key else {})}
        if method == "get":
            return Client().get(address, headers=headers)
        return Client().post(address, body or {}, "application/json", headers=headers)

    return sent


def test_a_run_goes_by_the_api_from_the_draft_to_the_own_payslip(office: Office, call: Any, settings):
    mine = office.cast.user("auxiliary").person.auxiliary
    body = {"unit": "first", "month": "2026-10"}
    opened = call("pay-clerk", "post", RUNS, body, key="one")
    assert opened.status_code == 201 and opened.json()["status"] == "draft" and opened.json()["pay_day"] == "2026-11-10"
    assert call("pay-clerk", "post", RUNS, body, key="one").json() == opened.json()
    assert call("pay-clerk", "post", RUNS, {**body, "month": "2026-09"}, key="one").status_code == 422
    one = f"{RUNS}{opened.json()['id']}/"
    told = call("pay-clerk", "post", f"{one}calculate/").json()
    assert (told["status"], told["people"]) == ("calculated", 1) and told["waiting"] >= 1
    early = call("pay-clerk", "post", f"{one}review/")
    assert early.status_code == 409 and "stand out" in early.json()["detail"]
    rows = call("pay-approver", "get", f"{one}anomalies/?state=waiting").json()["results"]
    accepted = call(
        "pay-clerk", "post", f"{one}accept/", {"anomalies": [row["id"] for row in rows], "reason": "已核对"}
    )
    assert accepted.json()["waiting"] == 0
    assert call("pay-clerk", "post", f"{one}review/").json()["status"] == "reviewed"
    assert call("pay-clerk", "post", f"{one}release/").status_code == 403
    seconds, settings.STEP_UP_SECONDS = settings.STEP_UP_SECONDS, -1
    unproved = call("pay-approver", "post", f"{one}release/")
    assert unproved.status_code == 403 and unproved.json()["type"].endswith("step-up")
    settings.STEP_UP_SECONDS = seconds
    released = call("pay-approver", "post", f"{one}release/", key="go").json()
    assert released["status"] == "released" and released["released_by"] == "pay-approver"
    assert call("pay-approver", "post", f"{one}release/", key="go").json() == released
    again = call("pay-approver", "post", f"{one}release/")
    assert again.status_code == 409 and "already released by pay-approver" in again.json()["detail"]
    assert call("auxiliary", "get", "/api/v1/own/payslips/").json()["results"] == []
    outbox.sweep()
    (slip,) = call("auxiliary", "get", "/api/v1/own/payslips/").json()["results"]
    assert slip["auxiliary"] == mine.pk and slip["net"] == released["net"] and slip["status"] == "issued"
    whole = call("auxiliary", "get", f"/api/v1/own/payslips/{slip['id']}/").json()
    assert [line["words"] for line in whole["lines"] if line["code"] == "income_tax"] == ["Income tax"]
    assert call("auxiliary2", "get", f"/api/v1/own/payslips/{slip['id']}/").status_code == 404
    assert call("auxiliary", "get", f"/api/v1/payslips/{slip['id']}/").status_code == 403


def test_a_card_changed_since_is_kept_in_sight_though_the_release_is_refused_under_a_key(office: Office, call: Any):
    someone = office.person()
    run = office.reviewed()
    PaySetting.objects.filter(auxiliary=someone).update(changed_at=clock.now() + timedelta(seconds=1))
    refused = call("pay-approver", "post", f"{RUNS}{run.pk}/release/", key="card")
    assert refused.status_code == 409 and run.anomalies.filter(code="bank_changed", accepted_at=None).count() == 1


def test_payslips_are_found_by_run_month_person_and_name(office: Office, call: Any):
    one, other = office.person("林晓"), office.person("吴强", unit="south")
    run = office.prepared()
    for query, people in (
        (f"run={run.pk}", {one.pk, other.pk}),
        (f"auxiliary={one.pk}", {one.pk}),
        ("month=2026-10-01&unit=south", {other.pk}),
        ("month=2026-09-01", set()),
        ("q=wuqiang", {other.pk}),
    ):
        rows = call("pay-clerk", "get", f"/api/v1/payslips/?{query}").json()["results"]
        assert {row["auxiliary"] for row in rows} == people, query


def test_a_wrong_payslip_is_corrected_and_the_run_may_be_cancelled_before(office: Office, call: Any):
    office.person()
    run = office.released()
    slip = Payslip.objects.get()
    body = {"slips": [slip.pk], "reason": "漏计加班", "pay_day": "2026-12-10"}
    made = call("pay-clerk", "post", f"{RUNS}{run.pk}/correct/", body, key="c")
    assert made.status_code == 201 and made.json()["kind"] == "correction" and made.json()["people"] == 2
    assert call("pay-clerk", "post", f"{RUNS}{run.pk}/correct/", body).status_code == 409
    gone = call("pay-clerk", "post", f"{RUNS}{made.json()['id']}/cancel/", {"reason": "另行处理"})
    assert gone.json()["status"] == "cancelled" and gone.json()["reason"] == "另行处理"


@pytest.mark.parametrize(
    "body",
    [
        {"unit": "second", "month": "2026-10"},  # not a unit of this clerk
        {"unit": "first", "month": "2026-13"},
        {"unit": "first", "month": "2030-10"},  # its holidays are not known: the payday has to be given
        {"unit": "first", "month": "2026-10", "pay_day": "2026-09-30"},  # before the month
        {"unit": "first", "month": "2026-10", "pay_day": "2029-01-01"},
        {"unit": "first", "month": 202610},
        {"unit": "first"},
    ],
)
def test_what_cannot_be_opened_is_answered_400(office: Office, call: Any, body: Any):
    assert call("pay-clerk", "post", RUNS, body).status_code == 400 and not PayRun.objects.exists()


def test_a_month_the_law_data_does_not_reach_is_refused_kindly(office: Office, call: Any):
    office.person(hired_on=OCTOBER.replace(year=2005))
    type(office.scheme).objects.filter(pk=office.scheme.pk).update(starts_on=OCTOBER.replace(year=2000))
    made = call("pay-clerk", "post", RUNS, {"unit": "first", "month": "2006-10", "pay_day": "2006-11-10"}).json()
    answer = call("pay-clerk", "post", f"{RUNS}{made['id']}/calculate/")
    assert answer.status_code == 409 and "nothing is guessed" in answer.json()["detail"]


def test_a_page_of_the_list_costs_the_same_for_one_run_and_for_many(office: Office, call: Any):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for month in (OCTOBER, OCTOBER.replace(month=9)):
        office.person(f"人{month.month}", hired_on=month)
        run = office.prepared(month)
        asked = []
        for address in (RUNS, f"{RUNS}{run.pk}/anomalies/", "/api/v1/payslips/"):
            call("pay-clerk", "get", address)
            with CaptureQueriesContext(connection) as found:
                assert call("pay-clerk", "get", address).status_code == 200
            asked.append(len(found))
        counts.append(asked)
    assert counts[0] == counts[1], counts
