"""Sheets of pay: tried first with every bad cell named, then written whole by the acts of the pages; caught twice, once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import outbox
from core.errors import NotNow
from core.models import AuditEntry
from payroll import services
from payroll.importing.house import sheets_waiting
from payroll.importing.kinds import OF_PAY
from payroll.models import PayInput, PaySetting, SpecialDeduction
from roster.importing import runs
from roster.importing.reading.parent import read_sheets
from roster.models import ImportRun, Quota
from tests.cast import TODAY, Cast, sign_in
from tests.payroll.running.conftest import OCTOBER, Office
from tests.roster.importing.files import write_xlsx
from tests.roster.importing.world import Upload

D = Decimal
HEAD = ["姓名", "辅警编号", "月份", "平日加班小时", "病假", "night", "performance", "补发", "备注"]


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


@pytest.fixture
def tried(office: Office, tmp_path: Path, settings) -> Callable[..., ImportRun]:
    """`tried("entries", rows, mode="new", apply=False)`: a sheet of the bureau through the dry run, and applied if wished."""
    settings.MEDIA_ROOT = tmp_path / "media"

    def run(kind: str, rows: list[list[Any]], *, mode: str = "new", apply: bool = False, token: str = "") -> ImportRun:
        path = tmp_path / f"{kind}-{abs(hash(repr(rows)))}.xlsx"
        if not path.exists():  # a sheet that comes again is the same file, byte by byte
            write_xlsx(path, rows)
        token = token or f"{ImportRun.objects.count()}"
        how = {"unit": office.unit, "mode": mode, "by": office.clerk, "on": TODAY, "kind": OF_PAY[kind]}
        made = runs.open_run(upload=Upload(path), token=token, **how)
        runs.check(made, runs.read(made))
        return runs.apply_run(run=made, by=office.clerk, on=TODAY) if apply else made

    return run


def told(run: ImportRun) -> list[tuple[str, int, str]]:
    """Code, row and column of what was found."""
    return [(one["code"], one["row"], one["column"]) for one in run.findings]


def test_a_month_of_two_people_is_entered_once_however_often_the_sheet_comes(office: Office, tried: Any):
    lin, wang = office.person("林晓"), office.person("王明", unit="south")
    head = ["本局十月考勤"]
    rows: list[list[Any]] = [
        head, HEAD,
        ["林晓", lin.badge_number, "2026年10月", "12.5小时", 1, 3, "=SUM(1,2)", None, "=cmd()"],
        ["王明", wang.badge_number, "2026-10", 40, None, None, 450, 200, ""],
    ]  # fmt: skip
    rows[2][6] = {"formula": "=300+20.5", "value": 320.5}
    rows[2][8] = "夜间支援"
    dry = tried("entries", rows)
    assert dry.counts == {"rows": 2, "new": 2, "changed": 0, "unchanged": 0, "errors": 0, "warnings": 2}
    assert told(dry) == [("formula_value", 3, "G"), ("pay_over_36", 4, "D")]
    assert "40" in dry.findings[1]["says"]["en"] and "36" in dry.findings[1]["says"]["zh-hans"]
    assert not PayInput.objects.exists()
    runs.apply_run(run=dry, by=office.clerk, on=TODAY)
    entered = {(row.auxiliary_id, row.kind, row.item_code): row for row in PayInput.objects.all()}
    assert {key: (row.quantity, row.amount) for key, row in entered.items()} == {
        (lin.pk, "overtime_150", ""): (D("12.50"), None),
        (lin.pk, "sick", ""): (D("1.00"), None),
        (lin.pk, "item", "night"): (D("3.00"), None),
        (lin.pk, "item", "performance"): (None, D("320.50")),
        (wang.pk, "overtime_150", ""): (D("40.00"), None),
        (wang.pk, "item", "performance"): (None, D("450.00")),
        (wang.pk, "back_pay", ""): (None, D("200.00")),
    }
    assert {row.source for row in entered.values()} == {"imported"} and entered[(lin.pk, "sick", "")].note == "夜间支援"
    assert AuditEntry.objects.filter(action="pay_input.entered").count() == 7
    assert AuditEntry.objects.filter(action="import.applied").count() == 1
    with pytest.raises(NotNow, match="already applied"):
        tried("entries", rows, token="again")
    rows[0] = ["本局十月考勤（另存）"]
    again = tried("entries", rows, apply=True)
    assert (again.counts["new"], again.counts["unchanged"]) == (0, 2) and PayInput.objects.count() == 7
    services.prepare_run(unit=office.unit, month=OCTOBER, by=office.clerk)
    assert {line.code for line in lin.payslips.get().lines.all()} >= {"overtime_150", "sick", "night", "performance"}


def test_what_differs_is_refused_or_replaced_as_was_chosen_and_nought_takes_back(office: Office, tried: Any):
    lin = office.person("林晓")
    row = ["林晓", lin.badge_number, "2026-10", 10, 2]
    tried("entries", [HEAD[:5], row], apply=True)
    services.record_input(auxiliary=lin, month=OCTOBER, kind="absence", quantity=D(1), by=office.clerk)
    changed = [HEAD[:5], [*row[:3], 8, 0]]
    refused = tried("entries", changed)
    assert told(refused) == [("pay_entered_otherwise", 2, "D"), ("pay_entered_otherwise", 2, "E")]
    assert not refused.can_be_applied
    done = tried("entries", changed, mode="update", apply=True)
    assert done.counts["changed"] == 1
    counting = PayInput.objects.counting(OCTOBER).order_by("kind").values_list("kind", "quantity", "source")
    assert list(counting) == [("absence", D("1.00"), "entered"), ("overtime_150", D("8.00"), "imported")]
    besides = tried("entries", [[*HEAD[:3], "事假"], [*row[:3], 2]])
    assert told(besides) == [("pay_entered_besides", 2, "D")] and besides.can_be_applied


def test_every_bad_cell_of_a_sheet_of_entries_is_named_and_nothing_is_written(office: Office, tried: Any):
    lin = office.person("林晓")
    gone = office.person("赵离", status="left", left_on=date(2026, 8, 31))
    outside = office.cast.auxiliary("外人", unit="second")
    rows = [
        [*HEAD[:5], "夜班", "night"],
        ["林晓", lin.badge_number, "十月", "许多", -1, "", ""],
        ["王小", lin.badge_number, "2026-10", "", "", "", ""],
        ["林晓", "", "2026-10", 1, "", "", ""],
        ["外人", outside.badge_number, "2026-10", 1, "", "", ""],
        ["赵离", gone.badge_number, "2026-10", 1, "", "", ""],
        ["林晓", lin.badge_number, "2024-10", 1, "", "", ""],
        ["林晓", lin.badge_number, "2026-10", 1, 32, "", "@x"],
        ["林晓", lin.badge_number, "2026-10", 1, "", "", ""],
    ]
    run = tried("entries", rows)
    assert told(run) == [
        ("month_unclear", 2, "C"), ("quantity_not_a_number", 2, "D"), ("quantity_out_of_range", 2, "E"),
        ("pay_other_name", 3, "A"), ("pay_nobody_named", 4, "B"), ("pay_unknown", 5, "B"), ("pay_left", 6, "C"),
        ("pay_month_far", 7, "C"), ("pay_more_than_month", 8, "E"), ("quantity_not_a_number", 8, "G"),
        ("twice_in_sheet", 9, "A"), ("column_ignored", 1, ""),
    ]  # fmt: skip
    assert all(finding["cure"]["en"] and finding["cure"]["zh-hans"] for finding in run.findings)
    assert runs.apply_run(run=run, by=office.clerk, on=TODAY).status == "planned" and not PayInput.objects.exists()
    assert told(tried("entries", [["姓名", "月份", "病假"], ["林晓", "2026-10", 1]]))[0][0] == "column_missing"


def test_cards_come_by_a_sheet_with_their_banks_and_the_old_ones_end(office: Office, tried: Any):
    lin = office.person("林晓")
    wang = office.cast.auxiliary("王明")
    head = ["姓名", "辅警编号", "银行卡号", "开户行", "生效日期", "首次任职年度"]
    new, doubtful = "6222020000000000013", "6222020000000000014"
    of_lin, of_wang = ["林晓", lin.badge_number], ["王明", wang.badge_number]
    rows = [head, [*of_lin, new, "工商银行", "2026-11-01", 2026], [*of_wang, doubtful, "", "", ""]]
    refused = tried("cards", rows)
    assert ("pay_other_card", 2, "C") in told(refused) and ("bank_card_check", 3, "C") in told(refused)
    assert new not in str(refused.findings), "numbers of people are masked in what is kept"
    done = tried("cards", rows, mode="update", apply=True)
    assert (done.counts["new"], done.counts["changed"]) == (1, 1)
    old, now = PaySetting.objects.filter(auxiliary=lin).order_by("starts_on")
    assert (old.ends_on, now.bank_card, now.bank_name, now.first_wage_year) == (
        date(2026, 10, 31),
        new,
        "工商银行",
        2026,
    )
    assert PaySetting.objects.get(auxiliary=wang).starts_on == TODAY
    again = tried("cards", [["另存"], *rows], mode="update")
    assert (again.counts["new"], again.counts["unchanged"]) == (0, 2)
    early = tried("cards", [head, [*of_lin, doubtful, "", "2026-01-01", ""], [*of_lin, new, "", "", ""]], mode="update")
    assert {code for code, _row, _column in told(early)} >= {"pay_later_card", "twice_in_sheet"}


def test_deductions_come_as_declared_and_loan_and_rent_exclude_each_other(office: Office, tried: Any, tmp_path: Path):
    lin = office.person("林晓")
    head = ["姓名", "辅警编号", "扣除项目", "每月金额", "开始日期", "结束日期"]
    of_lin = ["林晓", lin.badge_number]
    child, rent = (
        [*of_lin, "子女教育", 2000, "2026-09-01", "长期"],
        [*of_lin, "住房租金", 1100, "2026-01-01", "2026-12-31"],
    )
    done = tried("deductions", [head, child, rent], apply=True)
    assert done.counts["new"] == 2 and SpecialDeduction.objects.get(kind="child").ends_on is None
    sheet = write_xlsx(tmp_path / "again.xlsx", [head, [*child, ""], [*of_lin, "继续教育", 400, "2026-11-01", ""]])
    how = {"unit": "first", "user": "pay-clerk", "apply": True, "stdout": StringIO()}
    call_command("import_roster", str(sheet), sheet="pay-deductions", **how)
    assert SpecialDeduction.objects.filter(kind="study", monthly=400).count() == 1
    loan, turned = (
        [*of_lin, "房贷利息", 1000, "2026-06-01", ""],
        [*of_lin, "子女教育", 1000, "2026-10-01", "2026-09-01"],
    )
    more = tried("deductions", [head, child, loan, turned, [*of_lin, "宠物", 1000, "2026-10-01", ""]])
    assert told(more) == [("pay_loan_and_rent", 3, "C"), ("ends_before_start", 4, "F"), ("choice_unknown", 5, "C")]
    assert more.counts["unchanged"] == 1


def test_the_pages_take_a_sheet_to_the_report_and_ask_for_a_proof(office: Office, tmp_path: Path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    lin, clerk = office.person("林晓"), sign_in(Client(), office.clerk)
    assert "/payroll/import/entries/" in clerk.get("/payroll/runs/").content.decode()
    start = clerk.get("/payroll/import/entries/").content.decode()
    assert "Import entries of a month" in start and "/payroll/import/cards/" in start and 'value="update"' in start
    empty = clerk.get("/payroll/import/entries/empty-sheet/")
    (tmp_path / "empty.xlsx").write_bytes(b"".join(empty.streaming_content))
    headings = list(read_sheets(tmp_path / "empty.xlsx")[0].rows[0].cells)
    assert headings[:2] == ["Name *", "Identity number"] and {"night", "performance"} <= set(headings)
    rows = [["Name", "Badge number", "Month", "Mood", "night"], ["林晓", lin.badge_number, "2026-10", "good", 2]]
    path = write_xlsx(tmp_path / "a.xlsx", rows)
    typed = {"unit": "first", "mode": "new", "token": "t"}
    with path.open("rb") as file:
        sent = clerk.post("/payroll/import/entries/", {**typed, "file": file})
    assert sent.status_code == 302, sent.content.decode()[:3000]
    page = clerk.get(sent.url).content.decode()
    assert "Rows to enter: 1;" in page and "is not known and is not read" in page
    desk = clerk.get(reverse("desk")).content.decode()
    assert "Pay sheets not yet applied" in desk and sent.url in desk and "a.xlsx" in desk
    assert sheets_waiting(office.cast.user("pay-approver"), TODAY) is None  # only who tried it may apply it
    assert clerk.get(sent.url.replace("entries", "cards")).status_code == 404
    assert clerk.get("/payroll/import/nothing/").status_code == 404
    settings.STEP_UP_SECONDS = -1
    assert clerk.post(f"{sent.url}apply/").status_code == 403 and not PayInput.objects.exists()
    settings.STEP_UP_SECONDS = 300
    assert clerk.post(f"{sent.url}apply/").status_code == 302
    assert PayInput.objects.get().quantity == D("2.00")
    assert sheets_waiting(office.clerk, TODAY) is None
    assert "Rows entered: 1;" in clerk.get(sent.url).content.decode()
    assert clerk.get(f"{sent.url}report/").status_code == 200
    hr = sign_in(Client(), office.cast.user("hr"))
    assert hr.get(sent.url).status_code == 403 and "a.xlsx" not in hr.get("/roster/import/").content.decode()


def test_a_sheet_of_many_asks_no_more_often_than_one_of_few(office: Office, tried: Any):
    people = [office.cast.auxiliary(f"众{number}", papers=False) for number in range(12)]
    rows = [[one.person.name, one.badge_number, "2026-10", 5, 1, 2, 100] for one in people]
    few = tried("entries", [HEAD[:7], *rows[:2]])
    with CaptureQueriesContext(connection) as small:
        runs.apply_run(run=few, by=office.clerk, on=TODAY)
    many = tried("entries", [HEAD[:7], *rows[2:]])
    with CaptureQueriesContext(connection) as large:
        runs.apply_run(run=many, by=office.clerk, on=TODAY)
    assert len(large) == len(small) and PayInput.objects.count() == 48
    later = tried("entries", [HEAD[:7], [*rows[0][:3], 7, 1, 2, 100]], mode="update")
    runs.apply_later(later, office.clerk)
    outbox.sweep()
    later.refresh_from_db()
    assert later.status == "applied" and PayInput.objects.counting(OCTOBER).filter(quantity=7).count() == 1


@pytest.mark.long
def test_five_thousand_people_are_entered_within_tens_of_seconds(office: Office, tried: Any):
    Quota.objects.update(number=10_000)
    people = [office.cast.auxiliary(f"众{number}", papers=False) for number in range(5000)]
    rows = [[one.person.name, one.badge_number, "2026-10", 5, 1, 2, 100, "", ""] for one in people]
    begun = time.monotonic()
    made = tried("entries", [HEAD, *rows])
    checked = time.monotonic()
    runs.apply_run(run=made, by=office.clerk, on=TODAY)
    ended = time.monotonic()
    print(f"5,000 rows, 20,000 entries: tried in {checked - begun:.1f} s, applied in {ended - checked:.1f} s")
    assert PayInput.objects.count() == 20_000 and ended - begun < 90
