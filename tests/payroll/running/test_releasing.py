"""From the draft to the release: two persons, what stands out, cancelling, and what the trail says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import clock, outbox
from core.errors import BadInput, NotNow
from core.models import AuditEntry, OutboxEvent
from payroll import services
from payroll.models import Budget, PayRun, PaySetting, Payslip, TaxLedger
from payroll.services import runs
from tests.payroll.running.conftest import NOVEMBER, OCTOBER, Office


def codes(run: PayRun) -> dict[str, int]:
    found: dict[str, int] = {}
    for code in run.anomalies.values_list("code", flat=True):
        found[code] = found.get(code, 0) + 1
    return found


def test_a_month_from_draft_to_issue_leaves_its_words_in_the_trail(office: Office, django_capture_on_commit_callbacks):
    office.person()
    run = office.released()
    assert run.status == "released" and TaxLedger.objects.count() == 1
    outbox.sweep()
    run.refresh_from_db()
    assert run.status == "issued"
    acts = list(
        AuditEntry.objects.filter(action__startswith="pay_run.").order_by("pk").values_list("action", flat=True)
    )
    assert acts == [f"pay_run.{act}" for act in ("opened", "calculated", "reviewed", "released", "issued")]


def test_whoever_drafted_or_calculated_it_does_not_release_it(office: Office):
    office.person()
    run = office.reviewed()
    with pytest.raises(NotNow, match="another person"):
        services.release_run(run=run, by=office.clerk)
    second = office.cast.user("supervisor")
    run = services.calculate_run(run=run, by=second)
    run = services.review_run(run=run, by=office.clerk)
    with pytest.raises(NotNow, match="another person"):
        services.release_run(run=run, by=second)
    assert services.release_run(run=run, by=office.chief).released_by == office.chief


def test_nothing_is_handed_over_or_released_while_something_stands_out(office: Office):
    office.person(insured=False)
    run = office.prepared()
    assert codes(run) == {"no_insurance": 1}
    with pytest.raises(NotNow, match="1 things stand out"):
        services.review_run(run=run, by=office.clerk)
    with pytest.raises(BadInput):
        services.accept_anomalies(run=run, anomalies=[run.anomalies.get().pk], reason=" ", by=office.clerk)
    assert office.reviewed().status == "reviewed"


def test_what_stands_out_against_the_month_before(office: Office):
    """One leaves, one comes, one gets a fifth more, one a fifth less to the fen, one a fen less than that."""
    stays = [office.person(name, wage="5000.00", hired_on=office.cast.today.replace(year=2025)) for name in "甲乙丙丁"]
    office.released(OCTOBER)
    office.person("新", hired_on=NOVEMBER)
    stays[0].left_on, stays[0].status = OCTOBER.replace(day=31), "left"
    stays[0].save()
    office.input(stays[1], "item", NOVEMBER, item_code="performance", amount="1000.00")
    office.input(stays[2], "item", NOVEMBER, item_code="performance", amount="999.99")
    office.input(stays[3], "absence", NOVEMBER, quantity="4.35")
    assert codes(office.prepared(NOVEMBER)) == {"gone": 1, "new": 1, "up": 1, "down": 1}


def test_pay_below_the_minimum_without_a_card_or_beyond_the_budget(office: Office):
    low = office.person(wage="2300.00", hired_on=OCTOBER.replace(month=1))
    PaySetting.objects.filter(auxiliary=low).delete()
    Budget.objects.create(source=office.fund, year=2026, amount="2000.00")
    run = office.prepared()
    assert codes(run) == {"below_minimum": 1, "no_bank": 1, "over_budget": 1}
    found = run.anomalies.get(code="below_minimum")
    assert (str(found.before), str(found.now)) == ("2330.00", "2300.00")


def test_a_card_changed_after_the_calculation_stops_the_release_until_it_is_looked_at(office: Office):
    someone = office.person()
    run = office.reviewed()
    PaySetting.objects.filter(auxiliary=someone).update(changed_at=clock.now() + timedelta(seconds=1))
    with pytest.raises(NotNow, match="1 things stand out"):
        services.release_run(run=run, by=office.chief)
    (found,) = run.anomalies.filter(code="bank_changed")
    PaySetting.objects.filter(auxiliary=someone).update(changed_at=clock.now())
    services.accept_anomalies(run=run, anomalies=[found.pk], reason="本人来所变更", by=office.chief)
    assert services.release_run(run=run, by=office.chief).status == "released"


def test_a_cancelled_run_leaves_no_payslip_and_makes_room_for_the_next(office: Office):
    office.person()
    run = services.cancel_run(run=office.reviewed(), reason="基数未更新", by=office.clerk)
    assert run.status == "cancelled" and not Payslip.objects.exists()
    again = office.prepared()
    assert again.pk != run.pk and again.people == 1
    with pytest.raises(NotNow):
        services.cancel_run(run=office.released(), reason="x", by=office.clerk)


def test_a_month_is_paid_once_and_people_paid_elsewhere_are_left_out(office: Office):
    office.person()
    office.person("南", unit="south")
    south = services.prepare_run(unit=office.cast["south"], month=OCTOBER, by=office.clerk)
    assert south.people == 1
    assert office.released().people == 1
    with pytest.raises(NotNow, match="already paid"):
        office.prepared()


def test_a_large_run_is_left_to_the_worker_and_never_stuck_for_ever(office: Office, monkeypatch):
    office.person()
    monkeypatch.setattr(runs, "LARGE", 0)
    run = office.prepared()
    assert run.status == "calculating" and run.works
    assert runs.end_stuck(by=office.clerk) == 0
    outbox.sweep()
    run.refresh_from_db()
    assert run.status == "calculated" and run.people == 1
    run = services.calculate_run(run=run, by=office.clerk)
    old = clock.now() - timedelta(minutes=11)
    PayRun.objects.filter(pk=run.pk).update(calculated_at=old)
    OutboxEvent.objects.update(created_at=old)
    assert runs.end_stuck(by=office.clerk) == 1
    run.refresh_from_db()
    assert run.status == "draft" and services.calculate_run(run=run, by=office.clerk, at_once=True).people == 1


def test_a_clerk_whose_right_was_taken_meanwhile_calculates_nothing(office: Office, monkeypatch):
    office.person()
    monkeypatch.setattr(runs, "LARGE", 0)
    run = office.prepared()
    office.clerk.is_active = False
    office.clerk.save(update_fields=["is_active"])
    outbox.sweep()
    run.refresh_from_db()
    assert run.status == "draft" and "no longer" in run.message["en"] and not Payslip.objects.exists()


def test_queries_do_not_grow_with_the_people(office: Office, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in range(2):
        for each in range(3 + 5 * number):
            office.person(f"人{number}{each}")
        with CaptureQueriesContext(connection) as found:
            run = office.prepared()
        counts.append(len(found))
    assert run.people == 11
    assert counts[1] <= counts[0] + 2 and counts[0] < 75, counts
