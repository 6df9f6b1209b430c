"""Do the files of a run add up to the run, to the fen; is bank data that nobody confirmed refused; is reading recorded?"""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from core import clock
from core.errors import BadInput
from core.models import AuditEntry
from core.registries import export_kinds
from exports import services as exports
from exports.models import Export
from payroll import services
from payroll.models import DispatchFee, PayRun, PaySetting
from tests.cast import LONG_AGO, TODAY, sign_in
from tests.payroll.running.conftest import NOVEMBER

D = Decimal


CARD, OTHER_CARD = "6222020000000000000", "6222020000000000018"  # the check digit fits


def file_of(key: str, user, **asked):
    """The rows of a kind of file, checked first as the house does."""
    found = export_kinds.get(key)
    found.check(user, asked, TODAY)
    assert set(found.people(user, asked, TODAY)) or key == "dispatch-invoice"
    return [list(row) for row in found.make(user, asked, TODAY).rows]


@pytest.fixture
def run(office, dispatched, paid) -> PayRun:
    """October, released: one of the organ with tax and a bonus, one uninsured, one sent by a firm with a fee of 60.00."""
    rich, poor = office.person("富有", wage="9000.00"), office.person("无保", insured=False)
    dispatched("派遣")
    office.input(rich, "bonus", amount=D("6000.00"))
    office.input(poor, "damage", amount=D("100.00"))
    DispatchFee.objects.create(agreement=office.agreement, since=LONG_AGO, a_head=D("60.00"))
    for setting in PaySetting.objects.all():
        setting.bank_card = CARD
        setting.save(update_fields=["bank_card"])
    return PayRun.objects.get(pk=paid().pk)


def test_the_transfers_add_up_to_what_is_paid_out(office, run):
    rows = file_of("bank-file", office.clerk, run=str(run.pk))
    assert sum(row[4] for row in rows) == run.net
    assert [row[:3] for row in rows][:2] == [[1, "富有", CARD], [2, "无保", CARD]]
    assert {row[5] for row in rows} == {"Pay of October 2026"}


def test_each_employer_has_a_file_and_together_they_are_the_run(office, run):
    firm = office.agreement.employer
    of_firm = file_of("bank-file", office.clerk, run=str(run.pk), employer=str(firm.pk))
    of_organ = file_of("bank-file", office.clerk, run=str(run.pk), employer=str(office.cast.employer().pk))
    assert [row[1] for row in of_firm] == ["派遣"]
    assert sum(row[4] for row in (*of_firm, *of_organ)) == run.net


def test_that_cards_were_opened_is_recorded_with_how_many(office, run):
    file_of("bank-file", office.clerk, run=str(run.pk))
    entry = AuditEntry.objects.get(action="pay_run.cards_read")
    assert (entry.after["transfers"], entry.after["left_out"], D(entry.after["sum"])) == (3, 0, run.net)
    assert entry.unit_path == run.unit.path


def change_card(office, run, name: str, card: str) -> None:
    someone = run.payslips.get(name=name).auxiliary
    services.set_pay(auxiliary=someone, starts_on=TODAY, bank_card=card, by=office.clerk)


def test_bank_data_that_changed_after_the_release_is_refused_by_name(office, run, monkeypatch):
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    change_card(office, run, "无保", OTHER_CARD)
    with pytest.raises(BadInput) as caught:
        file_of("bank-file", office.clerk, run=str(run.pk))
    assert "changed after the release: 无保" in str(caught.value)
    rows = file_of("bank-file", office.clerk, run=str(run.pk), without=True)
    assert [row[1] for row in rows] == ["富有", "派遣"]
    assert sum(row[4] for row in rows) + run.payslips.get(name="无保").net == run.net


def test_a_card_with_a_wrong_check_digit_and_a_missing_card_are_refused(office, run):
    wrong, none = (run.payslips.get(name=name).setting for name in ("富有", "派遣"))
    for row, card in ((wrong, "6222020000000000005"), (none, "")):
        row.bank_card = card
        row.save(update_fields=["bank_card"])
    with pytest.raises(BadInput) as caught:
        file_of("bank-file", office.clerk, run=str(run.pk))
    said = caught.value.errors[""]
    assert [sentence for sentence in said if "富有" in sentence and "check digit" in sentence]
    assert [sentence for sentence in said if "派遣" in sentence and "No bank card" in sentence]


def test_a_run_that_is_not_released_has_no_files(office):
    office.person()
    draft = office.prepared()
    for kind in ("bank-file", "tax-declaration", "contributions", "dispatch-invoice"):
        found = export_kinds.get(kind)
        assert list(found.people(office.clerk, {"run": str(draft.pk)}, TODAY)) == []
        with pytest.raises(BadInput):
            found.check(office.clerk, {"run": str(draft.pk)}, TODAY)


@pytest.mark.parametrize("run_number", ["", "0", "x", "²", "9" * 30])
def test_an_address_that_names_no_run_is_answered_kindly(office, run_number):
    for kind in ("bank-file", "tax-declaration"):
        with pytest.raises(BadInput):
            export_kinds.get(kind).check(office.clerk, {"run": run_number}, TODAY)
        assert list(export_kinds.get(kind).people(office.clerk, {"run": run_number}, TODAY)) == []


def test_the_second_person_cannot_be_chosen_by_naming_another_unit(office, run):
    with pytest.raises(BadInput):
        export_kinds.get("bank-file").check(office.clerk, {"run": str(run.pk), "unit": "north"}, TODAY)
    export_kinds.get("bank-file").check(office.clerk, {"run": str(run.pk), "unit": "first"}, TODAY)


def test_a_card_that_changes_after_the_file_was_asked_for_stops_it_too(office, run, monkeypatch):
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    change_card(office, run, "无保", OTHER_CARD)
    with pytest.raises(BadInput):
        export_kinds.get("bank-file").make(office.clerk, {"run": str(run.pk)}, TODAY)
    assert not AuditEntry.objects.filter(action="pay_run.cards_read").exists()


def test_the_declaration_adds_up_to_the_tax_of_the_run_and_tells_the_way_there(office, run):
    """9,050.00 less the own shares and 5,000 for each month since January; the bonus of 6,000.00 is a row of its own."""
    rows = file_of("tax-declaration", office.clerk, run=str(run.pk))
    *people, total = rows
    assert (total[0], total[-2]) == ("Total", run.tax)
    assert total[5] == run.gross
    wages, bonus = (row for row in people if row[1] == "富有")
    slip = run.payslips.get(name="富有")
    assert (wages[3], bonus[3], bonus[5]) == ("Wages", "Yearly bonus", D("6000.00"))
    assert wages[2] == slip.auxiliary.person.identity_number
    assert wages[11] == D("5000") * 11  # hired before this year and paid in November: eleven months count
    taxable = max(D(0), wages[10] - wages[11] - wages[12] - wages[13])
    assert (wages[14], wages[17]) == (taxable, max(D(0), taxable * D("0.03")))
    assert wages[19] == slip.ledger.withheld and bonus[19] == slip.tax - slip.ledger.withheld
    by_month = file_of("tax-declaration", office.clerk, month="2026-11")
    assert by_month[-1][-2] == run.tax and len(by_month) == len(rows)


def test_the_contributions_add_up_to_both_sides_of_the_run(office, run):
    rows = file_of("contributions", office.clerk, run=str(run.pk))
    totals = [row for row in rows if row[0] == "Total"]
    people = [row for row in rows if row[0] != "Total"]
    fee = D("60.00")
    assert sum(row[10] for row in totals) == sum(row[10] for row in people) == run.insurance
    assert sum(row[8] for row in totals) == sum(row[8] for row in people) == run.cost - fee
    assert sum(row[14] for row in totals) == run.insurance + run.cost - fee
    pension = next(row for row in people if row[1] == "派遣" and row[3] == "Pension")
    # The lowest base counts for 2,900.00: 4,588.00 × 16 % = 734.08, × 8 % = 367.04.
    assert pension[5:11] == ["2026-10", D("4588"), D("0.16"), D("734.08"), D("0.08"), D("367.04")]
    assert "无保" not in {row[1] for row in rows}


def test_one_insurance_alone_is_asked_for_by_its_kind(office, run):
    rows = file_of("contributions", office.clerk, month="2026-10", kind="medical")
    assert {row[3] for row in rows} == {"Medical insurance"}
    with pytest.raises(BadInput):
        export_kinds.get("contributions").check(office.clerk, {"month": "2026-10", "kind": "luck"}, TODAY)


def test_the_firm_is_paid_what_its_people_cost_and_its_fee(office, run):
    *people, total = file_of("dispatch-invoice", office.clerk, run=str(run.pk))
    slip = run.payslips.get(name="派遣")
    assert [row[2] for row in people] == ["派遣"]
    assert total[6:] == [slip.gross, slip.cost - D("60.00"), D("60.00"), slip.gross + slip.cost]


def test_a_correction_is_transferred_by_its_difference(office, run):
    wrong = run.payslips.get(name="无保")
    correction = services.correct(
        unit=office.unit, slips=[wrong], reason="漏发夜班", pay_day=NOVEMBER.replace(day=27), by=office.clerk
    )
    office.input(wrong.auxiliary, "item", item_code="night", quantity=D(3))
    services.calculate_run(run=correction, by=office.clerk, at_once=True)
    keys = list(correction.anomalies.values_list("pk", flat=True))
    if keys:
        services.accept_anomalies(run=correction, anomalies=keys, reason="已核对", by=office.clerk)
    services.review_run(run=correction, by=office.clerk)
    services.release_run(run=correction, by=office.chief)
    correction.refresh_from_db()
    (row,) = file_of("bank-file", office.clerk, run=str(correction.pk))
    assert row[4] == correction.net == D("90.00")
    assert file_of("tax-declaration", office.clerk, run=str(correction.pk))[-1][-2] == correction.tax


def test_another_bureau_s_hr_and_the_approver_get_no_file(office, run):
    for name in ("hr2", "pay-approver"):
        assert not office.cast.user(name).may(export_kinds.get("bank-file").permission)


def test_the_whole_way_two_persons_one_marked_file_whose_texts_no_program_runs(office, run, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    PaySetting.objects.filter(pk=run.payslips.get(name="派遣").setting_id).update(bank_name="=HYPERLINK(1)")
    hr, filters = office.cast.user("hr"), {"run": str(run.pk), "unit": "first"}
    export = exports.request_export(
        kind="bank-file", filters=filters, format="csv", purpose="October pay", by=office.clerk, on=TODAY
    )
    assert (export.status, export.sensitive) == (Export.Status.WAITING, ["Account"])
    exports.approve_export(export=export, by=hr)
    export = exports.make_export(export=export)
    assert export.status == Export.Status.READY, export.message
    _name, content = exports.take_export(export=export, by=office.clerk)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert export.serial in rows[0][0]
    assert sum(D(row[4]) for row in rows[2:]) == run.net
    assert [row[3] for row in rows[2:]][-1] == "'=HYPERLINK(1)"


def test_the_page_leads_to_the_files_and_the_approver_is_told_who_asks(office, run, client):
    page = sign_in(client, office.clerk).get(reverse("payroll:lists")).content.decode()
    assert f"/exports/new/bank-file/?run={run.pk}&amp;unit=first" in page
    page = sign_in(client, office.chief).get(reverse("payroll:lists"), {"month": "2026-10"}).content.decode()
    assert "bank-file" not in page and "Whoever keeps pay" in page
    assert (
        sign_in(client, office.clerk).get(reverse("exports:new", args=["bank-file"]), {"run": run.pk}).status_code
        == 200
    )
