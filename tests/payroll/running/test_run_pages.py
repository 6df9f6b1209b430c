"""Pages of pay runs: a clerk prepares, looks and hands over, another person releases; every figure is explained."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from core import outbox
from core.models import AuditEntry
from payroll import services
from payroll.models import PayRun, Payslip
from tests.cast import sign_in
from tests.payroll.running.conftest import NOVEMBER, Office

D = Decimal
WEEKEND = date(2026, 11, 14)  # a Saturday, no make-up workday


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    text: str = answer.content.decode()
    return text


@pytest.fixture
def clerk(office: Office) -> Client:
    return sign_in(Client(), office.clerk)


@pytest.fixture
def chief(office: Office) -> Client:
    return sign_in(Client(), office.chief)


def test_a_clerk_prepares_accepts_and_hands_over_and_another_person_releases(
    office: Office, clerk: Client, chief: Client
):
    office.person(insured=False)
    answer = clerk.post("/payroll/runs/new/", {"unit": "first", "month": "2026-10", "pay_day": ""})
    run = PayRun.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/payroll/runs/{run.pk}/"
    page = read(clerk, answer["Location"])
    assert "Hand over for release" not in page and "Without an insurance that everybody has" in page
    assert "3,550.00" in page, "3,500.00 and 50.00 for two years of service"
    assert clerk.post(f"/payroll/runs/{run.pk}/review/").status_code == 422, "something stands out still"
    found = run.anomalies.get()
    wrong = clerk.post(f"/payroll/runs/{run.pk}/accept/", {"reason": "试用期满后补缴"})
    assert wrong.status_code == 422 and "Tick what you looked at" in wrong.content.decode()
    done = clerk.post(f"/payroll/runs/{run.pk}/accept/", {"reason": "试用期满后补缴", "anomaly": [found.pk]})
    assert done.status_code == 302
    assert "Hand over for release" in read(clerk, f"/payroll/runs/{run.pk}/")
    assert clerk.post(f"/payroll/runs/{run.pk}/review/").status_code == 302
    assert "试用期满后补缴" in read(clerk, f"/payroll/runs/{run.pk}/anomalies/?state=accepted")
    asked = read(chief, f"/payroll/runs/{run.pk}/release/")
    assert "Payslips: 1. Paid out on 10 November 2026: 3,550.00 yuan." in asked
    assert chief.post(f"/payroll/runs/{run.pk}/release/").status_code == 302
    run.refresh_from_db()
    assert run.status == "released" and run.released_by == office.chief
    shown = chief.get(f"/payroll/runs/{run.pk}/")
    assert shown["Refresh"] == "3", "the page looks again until the payslips are open"
    assert chief.post(f"/payroll/runs/{run.pk}/issue/").status_code == 302
    run.refresh_from_db()
    assert run.status == "issued" and "Refresh" not in chief.get(f"/payroll/runs/{run.pk}/")
    acts = AuditEntry.objects.filter(action="pay_run.released").values_list("actor_name", flat=True)
    assert len(acts) == 1 and acts[0].startswith("pay-approver")


def test_whoever_prepared_it_is_told_kindly_that_another_person_releases(office: Office):
    from accounts.services import grant_role
    from core.actors import SYSTEM
    from tests.cast import LONG_AGO

    office.person()
    run = office.reviewed()
    grant_role(
        user=office.clerk,
        group="pay-approver",
        unit=office.cast["city"],
        starts_on=LONG_AGO,
        by=SYSTEM,
        today=office.cast.today,
    )
    both = sign_in(Client(), office.clerk)
    page = read(both, f"/payroll/runs/{run.pk}/")
    assert "somebody else has to release it" in page and f"/payroll/runs/{run.pk}/release/" not in page
    answer = both.post(f"/payroll/runs/{run.pk}/release/")
    assert answer.status_code == 422 and "another person has to" in answer.content.decode()
    run.refresh_from_db()
    assert run.status == "reviewed"
    assert AuditEntry.objects.filter(action="request.refused", success=False).exists()


def test_a_release_asks_for_a_fresh_proof(office: Office, chief: Client, settings):
    office.person()
    run = office.reviewed()
    settings.STEP_UP_SECONDS = -1
    answer = chief.post(f"/payroll/runs/{run.pk}/release/")
    assert answer.status_code == 403 and "_proof_code" in answer.content.decode()
    run.refresh_from_db()
    assert run.status == "reviewed"


def test_a_card_changed_at_the_last_moment_is_shown_to_whoever_releases(office: Office, chief: Client):
    from datetime import timedelta

    from core import clock
    from payroll.models import PaySetting

    someone = office.person()
    run = office.reviewed()
    PaySetting.objects.filter(auxiliary=someone).update(changed_at=clock.now() + timedelta(seconds=1))
    answer = chief.post(f"/payroll/runs/{run.pk}/release/", {"csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 422 and "1 things stand out" in answer.content.decode()
    (found,) = run.anomalies.filter(code="bank_changed", accepted_at=None)
    assert "The bank card was changed" in read(chief, f"/payroll/runs/{run.pk}/anomalies/")
    PaySetting.objects.filter(auxiliary=someone).update(changed_at=clock.now())
    address = f"/payroll/runs/{run.pk}/accept/"
    assert chief.post(address, {"reason": "本人来所变更", "anomaly": [found.pk]}).status_code == 302
    assert chief.post(f"/payroll/runs/{run.pk}/release/").status_code == 302


def test_all_of_one_kind_are_accepted_at_once_but_never_what_has_to_be_mended(office: Office, clerk: Client):
    for name in "甲乙丙":
        office.person(name, insured=False)
    run = office.prepared()
    done = clerk.post(f"/payroll/runs/{run.pk}/accept/", {"reason": "补缴中", "all": "no_insurance"})
    assert done.status_code == 302 and not run.anomalies.waiting().exists()
    type(office.scheme).objects.filter(pk=office.scheme.pk).update(starts_on=NOVEMBER)
    run = services.calculate_run(run=run, by=office.clerk)
    page = read(clerk, f"/payroll/runs/{run.pk}/anomalies/?code=no_scheme")
    assert "This cannot be accepted: it has to be mended." in page and 'name="all"' not in page
    refused = clerk.post(f"/payroll/runs/{run.pk}/accept/?code=no_scheme", {"reason": "x", "all": "no_scheme"})
    assert refused.status_code == 422 and "supply what is missing" in refused.content.decode()


def test_a_payday_on_a_day_off_comes_earlier(office: Office, clerk: Client):
    office.person()
    clerk.post("/payroll/runs/new/", {"unit": "first", "month": "2026-10", "pay_day": WEEKEND.isoformat()})
    assert PayRun.objects.get().pay_day == date(2026, 11, 13)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"unit": "second", "month": "2026-10"}, "valid choice"),
        ({"unit": "first", "month": "2026-13"}, "valid value"),
        ({"unit": "first", "month": "1926-10"}, "valid value"),
        ({"unit": "first", "month": "2030-10"}, "give the payday"),
    ],
)
def test_what_cannot_be_prepared_is_said_beside_its_field(office: Office, clerk: Client, typed: Any, said: str):
    answer = clerk.post("/payroll/runs/new/", typed)
    assert answer.status_code == 422 and said in answer.content.decode() and not PayRun.objects.exists()


def test_a_month_that_cannot_be_calculated_leaves_no_draft_behind(office: Office, clerk: Client):
    office.person(hired_on=date(2005, 1, 1))
    type(office.scheme).objects.filter(pk=office.scheme.pk).update(starts_on=date(2000, 1, 1))
    answer = clerk.post("/payroll/runs/new/", {"unit": "first", "month": "2006-10", "pay_day": "2006-11-10"})
    assert answer.status_code == 422 and "nothing is guessed" in answer.content.decode()
    assert not PayRun.objects.exists()


def test_a_payslip_explains_every_line(office: Office, clerk: Client):
    someone = office.person(wage="6000.00")
    office.input(someone, "overtime_150", quantity=D("8.7"))
    office.input(someone, "item", item_code="night", quantity=D(3))
    run = office.prepared()
    slip = run.payslips.get()
    page = re.sub(r"\s+", " ", read(clerk, f"/payroll/runs/slips/{slip.pk}/"))
    for told in (
        "6000.00 ÷ 174.00 × 1.5 × 8.7",  # its formula
        "450.00",  # 6,000 ÷ 174 × 1.5 × 8.7
        "30.00 × 3",
        "90.00",
        "× 0.08",
        "专项经费",
        'href="/law/instruments/LL/#art-44"',
        "This is a draft",
    ):
        assert told in page, told
    for line in slip.lines.all():
        assert f"{line.amount:,.2f}" in page, line.code


def test_a_cancelled_run_keeps_its_reason(office: Office, clerk: Client):
    office.person()
    run = office.prepared()
    assert clerk.post(f"/payroll/runs/{run.pk}/cancel/", {"reason": ""}).status_code == 422
    assert clerk.post(f"/payroll/runs/{run.pk}/cancel/", {"reason": "基数未更新"}).status_code == 302
    page = read(clerk, f"/payroll/runs/{run.pk}/")
    assert "基数未更新" in page and "There is no payslip in this run." in page and not Payslip.objects.exists()


def test_wrong_payslips_are_corrected_in_a_run_of_their_own(office: Office, clerk: Client):
    someone = office.person()
    run = office.released()
    outbox.sweep()
    slip = run.payslips.get()
    office.input(someone, "overtime_150", quantity=D(4))
    nothing = clerk.get(f"/payroll/runs/{run.pk}/correct/")
    assert nothing.status_code == 302
    address = f"/payroll/runs/{run.pk}/correct/?slip={slip.pk}"
    assert "林晓" in read(clerk, address)
    answer = clerk.post(address, {"reason": "漏计加班", "pay_day": "2026-12-10"})
    made = PayRun.objects.get(kind="correction")
    assert answer["Location"] == f"/payroll/runs/{made.pk}/" and made.people == 2
    page = read(clerk, f"/payroll/runs/slips/{slip.pk}/")
    assert "Taken back by" in page and "Replaced by" in page and "Correct this payslip" not in page
    again = clerk.post(address, {"reason": "再次", "pay_day": "2026-12-10"})
    assert again.status_code == 422 and "already being corrected" in again.content.decode()


def test_lists_find_by_state_month_unit_name_and_number(office: Office, clerk: Client):
    office.person("林晓")
    office.person("吴强", unit="south")
    run = office.prepared()
    assert "October 2026" in read(clerk, "/payroll/runs/?state=open&month=2026-10&unit=first")
    assert "No pay run fits" in read(clerk, "/payroll/runs/?state=paid")
    assert "No pay run fits" in read(clerk, "/payroll/runs/?month=2026-09")
    for query, seen in (("q=linxiao", "林晓"), ("q=吴", "吴强"), ("unit=south", "吴强")):
        page = read(clerk, f"/payroll/runs/{run.pk}/?{query}")
        assert seen in page and ({"林晓", "吴强"} - {seen}).pop() not in page, query
    assert "Nobody in this run fits" in read(clerk, f"/payroll/runs/{run.pk}/?q=nobody")


def test_the_desk_tells_the_clerk_what_blocks_and_the_approver_what_waits(office: Office, clerk: Client, chief: Client):
    office.person(insured=False)
    run = office.prepared()
    assert "1 thing stands out" in read(clerk, "/") and "Pay runs to release" not in read(chief, "/")
    run = office.reviewed()
    assert "Pay runs to finish" not in read(clerk, "/")
    desk = read(chief, "/")
    assert "Pay runs to release" in desk and f"/payroll/runs/{run.pk}/" in desk


def test_a_page_asks_the_database_as_often_for_ten_people_as_for_one(office: Office, clerk: Client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (1, 9):
        for number in range(more):
            office.person(f"人{more}{number}", insured=False)
        run = office.prepared()
        slip = run.payslips.order_by("pk").first()
        asked = []
        for address in (
            "/payroll/runs/",
            f"/payroll/runs/{run.pk}/",
            f"/payroll/runs/{run.pk}/anomalies/",
            f"/payroll/runs/slips/{slip.pk}/",
        ):
            read(clerk, address)
            with CaptureQueriesContext(connection) as found:
                read(clerk, address)
            asked.append(len(found))
        counts.append(asked)
    assert counts[0] == counts[1] and max(counts[1]) <= 16, counts
