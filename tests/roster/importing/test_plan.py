"""Does the dry run name every bad cell, in the sheet's own words, and change nothing?"""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from auxpolice import demo_world as demo
from auxpolice import examples
from organisation.identity import check_digit
from organisation.models import DispatchAgreement, Person
from roster.importing.apply import apply_plan
from roster.importing.columns import COLUMNS
from roster.importing.plan import UPDATE, plan
from roster.models import Auxiliary, Quota
from tests.roster.importing.files import write_xlsx
from tests.roster.importing.world import DAY

FIRST_ROW = 4  # title, blank, headings


def test_the_example_of_the_new_district_is_clean(world, tmp_path):
    examples.write_new_district(tmp_path / "x.xlsx", DAY)
    made = plan(tmp_path / "x.xlsx", unit=world.district, by=world.hr, on=DAY)
    assert made.possible
    assert made.counts() == {"rows": 60, "new": 60, "changed": 0, "unchanged": 0, "errors": 0, "warnings": 60}
    assert {f.code for f in made.findings} == {"region_unknown"}


def test_the_county_sheet_is_clean_but_for_what_runs_out(world, tmp_path):
    examples.write_county(tmp_path / "x.xlsx", DAY)
    made = plan(tmp_path / "x.xlsx", unit=world[demo.COUNTY], by=world.hr, on=DAY)
    assert made.possible
    assert [f.row for f in made.findings if f.code == "contract_over"] == [222 + FIRST_ROW]


def test_every_kind_of_bad_cell_is_named_where_it_stands_and_nothing_is_stored(world, tmp_path):
    people = Person.objects.count()
    examples.write_bad(tmp_path / "x.xlsx", DAY)
    made = plan(tmp_path / "x.xlsx", unit=world.district, by=world.hr, on=DAY)
    named = {(f.row, f.key, f.code) for f in made.findings if f.severity == "error"}
    wanted = {(n + FIRST_ROW, key, code) for n, (key, _v, code) in enumerate(examples.bad_cells(DAY))}
    assert named == wanted
    assert len(wanted) >= 25
    assert not made.possible
    assert (Auxiliary.objects.count(), Person.objects.count()) == (0, people)


def test_a_finding_has_sheet_column_heading_cell_reason_and_way_out_in_both_languages(sheets):
    sheets.rows[2]["employer"] = "无名劳务公司"
    (finding,) = [f for f in sheets.plan().findings if f.severity == "error"]
    assert (finding.sheet, finding.row, finding.column, finding.heading) == ("花名册", 6, "U", "用人单位")
    assert finding.cell == "无名劳务公司"
    assert "employer" in finding.says["en"] and demo.NEW_DISTRICT_FIRM in finding.cure["zh-hans"]
    with translation.override("en"):
        assert finding.sentence() == finding.says["en"]


def test_numbers_of_people_are_masked_in_findings(sheets):
    sheets.rows[1]["identity_number"] = sheets.rows[0]["identity_number"]
    finding = next(f for f in sheets.plan().findings if f.code == "twice_in_sheet")
    assert finding.cell.startswith("999999********")
    assert sheets.rows[0]["identity_number"] not in str(finding.as_dict())


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("contract_kind", "无固定期限", "open_with_end"),
        ("contract_to", "", "fixed_without_end"),
        ("probation_until", dt.date(2001, 1, 1), "probation_before_start"),
        ("agreement", "PQ-??-99", "agreement_unknown"),
        ("monthly_wage", "", "contract_incomplete"),
        ("born_on", dt.date(1970, 1, 1), "birth_differs"),
        ("card_until", "", "first_day_missing"),
        ("monthly_wage", "-3000", "money_out_of_range"),
        ("name", "李\ue000雷", "strange_characters"),
        ("badge_number", "-1+1", "formula_text"),
        ("name", "'=1+1", "formula_text"),
        ("hired_on", "长期", "day_not_open"),
        ("contract_to", dt.date(2026, 12, 31), "RO-13"),
        ("post", "保洁员", "RO-02"),
        ("category", "文职", "RO-04"),
    ],
)
def test_further_kinds_of_bad_cells(sheets, key, value, code):
    if key == "born_on":
        rows = [[COLUMNS[k].zh for k in (*sheets.rows[0], "born_on")], [*sheets.rows[0].values(), value]]
        path = write_xlsx(sheets.folder / "born.xlsx", rows)
        made = plan(path, unit=sheets.world.district, by=sheets.world.hr, on=DAY)
        assert code in [f.code for f in made.findings if f.key == key]
        return
    sheets.rows[1][key] = value
    assert code in [f.code for f in sheets.plan().findings if f.severity == "error"]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("bank_card", "6299990000030000082", "bank_card_check"),
        ("card_until", DAY - dt.timedelta(days=1), "ran_out"),
        ("funding", "单位自筹", "funding_differs"),
        ("signed_on", DAY + dt.timedelta(days=400), "RO-17"),
    ],
)
def test_what_may_be_so_only_warns(sheets, key, value, code):
    sheets.rows[1][key] = value
    sheets.rows[1]["card_from"] = dt.date(2024, 1, 1)
    made = sheets.plan()
    assert code in [f.code for f in made.findings if f.severity == "warning"]
    assert made.possible


def test_a_row_without_contract_goes_in_with_a_warning(sheets):
    for key in ("contract_number", "contract_kind", "contract_from", "contract_to", "probation_until", "signed_on"):
        sheets.rows[0][key] = None
    sheets.rows[0]["monthly_wage"] = None
    made = sheets.plan()
    assert made.possible
    assert [f.row for f in made.findings if f.code == "contract_missing"] == [FIRST_ROW]


def test_missing_columns_are_named_by_their_headings(world, tmp_path):
    path = write_xlsx(tmp_path / "x.xlsx", [["姓名", "身份证号码", "星座"], ["李雷", "1", "x"]])
    made = plan(path, unit=world.district, by=world.hr, on=DAY)
    missing = [f.says["zh-hans"] for f in made.findings if f.code == "column_missing"]
    assert len(missing) == 3 and not made.possible
    assert [f.code for f in made.findings if f.heading == "" and f.cell == "星座"] == ["column_ignored"]


def test_a_sheet_of_something_else_is_told_so(world, tmp_path):
    path = write_xlsx(tmp_path / "x.xlsx", [["a", "b"], [1, 2]])
    made = plan(path, unit=world.district, by=world.hr, on=DAY)
    assert [f.code for f in made.findings] == ["no_headings"]
    assert not made.possible


def test_a_sheet_without_people_cannot_be_applied(world, tmp_path):
    path = write_xlsx(tmp_path / "x.xlsx", [["姓名", "身份证号", "类别", "岗位", "入职日期"]])
    made = plan(path, unit=world.district, by=world.hr, on=DAY)
    assert [f.code for f in made.findings] == ["no_rows"]
    assert not made.possible


def test_a_post_is_filled_over_the_whole_sheet(sheets):
    sheets.rows = examples.new_district_rows(DAY)
    for row in sheets.rows[16:30]:
        row["unit"] = "99990301"  # 30 people for 18 places
    finding = next(f for f in sheets.plan().findings if f.code == "post_over")
    assert finding.row == 18 + FIRST_ROW
    assert "30" in finding.says["zh-hans"] and "18" in finding.says["zh-hans"]


def test_the_quota_counts_the_whole_sheet_and_those_already_there(sheets, world):
    Quota.objects.filter(unit=world.district).update(number=4)
    finding = next(f for f in sheets.plan().findings if f.code == "quota_over")
    assert finding.row == 4 + FIRST_ROW
    Quota.objects.filter(unit=world.district).update(number=5)
    assert sheets.plan().possible


def test_without_an_approved_quota_nobody_comes_in(sheets, world):
    Quota.objects.filter(unit=world.district).update(approved_on=None)
    findings = [f for f in sheets.plan().findings if f.code == "RO-07"]
    assert findings and findings[0].cites


def test_a_unit_of_somebody_elses_scope_is_not_known(sheets):
    sheets.rows[0]["unit"] = "99990201"  # the sub-bureau's: hr does not hold it
    sheets.rows[1]["unit"] = demo.COUNTY  # hr holds it, but it was not chosen
    found = {f.row: f.code for f in sheets.plan().findings if f.key == "unit"}
    assert found == {FIRST_ROW: "unit_unknown", FIRST_ROW + 1: "unit_outside"}


def test_a_unit_is_found_by_code_name_and_short_name(sheets):
    for row, name in zip(sheets.rows, ["99990301", "新区分局创业路派出所", "创业路派出所"], strict=False):
        row["unit"] = name
    assert sheets.plan().possible


def test_somebody_on_file_is_named_and_may_be_updated(sheets, world):
    apply_plan(sheets.plan(), by=world.hr)
    found = [f for f in sheets.plan().findings if f.severity == "error"]
    assert {f.code for f in found} == {"identity_on_file"} and len(found) == 5
    assert "创业路派出所" in found[0].says["zh-hans"]
    made = sheets.plan(UPDATE)
    assert (made.possible, made.counts()["unchanged"]) == (True, 5)


def test_somebody_on_file_elsewhere_is_not_taken_twice(sheets, world):
    apply_plan(sheets.plan(), by=world.hr)
    made = plan(sheets.write(), unit=world[demo.COUNTY], by=world.hr, on=DAY, mode=UPDATE)
    assert {f.code for f in made.findings if f.key == "identity_number"} == {"on_file_elsewhere"}


def test_somebody_who_left_is_not_hired_by_a_sheet(sheets, world):
    apply_plan(sheets.plan(), by=world.hr)
    Auxiliary.objects.update(status="left", left_on=DAY)
    assert set(sheets.codes("identity_number", UPDATE)) == {"left_before"}


def test_a_person_under_another_name_is_refused(sheets, world):
    apply_plan(sheets.plan(), by=world.hr)
    sheets.rows[0]["name"] = "另一人"
    assert sheets.codes("name", UPDATE) == ["name_differs"]


def test_a_number_taken_on_file_is_named(sheets, world):
    apply_plan(sheets.plan(), by=world.hr)
    others = examples.new_district_rows(DAY)[5:8]
    for key, row in zip(("badge_number", "card_number", "contract_number"), others, strict=True):
        row[key] = sheets.rows[0][key]
    sheets.rows = others
    found = [(f.row, f.key) for f in sheets.plan().findings if f.code == "number_taken"]
    assert found == [(4, "badge_number"), (5, "card_number"), (6, "contract_number")]


def test_a_contract_over_the_one_on_file_is_refused(sheets, world):
    apply_plan(sheets.plan(), by=world.hr)
    sheets.rows[0]["contract_from"] += dt.timedelta(days=30)
    assert "contract_overlaps" in sheets.codes("contract_from", UPDATE)


def test_what_an_import_leaves_alone_is_said(sheets, world):
    apply_plan(sheets.plan(), by=world.hr)
    sheets.rows[0] |= {"post": "宇航员", "monthly_wage": 9000, "card_until": DAY + dt.timedelta(days=900)}
    made = sheets.plan(UPDATE)
    kept = {f.key for f in made.findings if f.code == "kept_as_on_file"}
    assert kept == {"post", "monthly_wage", "card_until"}
    assert (made.possible, made.counts()["unchanged"]) == (True, 5)


def test_a_serving_officer_is_no_auxiliary(sheets, world):
    from core.actors import SYSTEM
    from organisation.services import add_officer, add_person

    row = sheets.rows[0]
    person = add_person(name=row["name"], identity_number=row["identity_number"], by=SYSTEM)
    add_officer(person=person, police_number="P1", unit=world.district, starts_on=dt.date(2015, 1, 1), by=SYSTEM)
    assert "RO-03" in sheets.codes("identity_number")


def test_the_number_of_queries_does_not_grow_with_the_sheet(sheets, world, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as few:
        sheets.plan()
    sheets.rows = examples.new_district_rows(DAY)
    with django_assert_max_num_queries(len(few)):
        sheets.plan()


def test_somebody_hired_before_there_was_a_rule_goes_in(sheets):
    sheets.rows[0] |= {"hired_on": dt.date(2012, 3, 1), "identity_number": "999999198005127099"}
    sheets.rows[0] |= {"contract_from": dt.date(2012, 3, 1), "signed_on": dt.date(2012, 3, 1), "sex": None}
    sheets.rows[0]["probation_until"] = None
    first = sheets.rows[0]["identity_number"][:17]
    sheets.rows[0]["identity_number"] = first + check_digit(first)
    world = sheets.world
    DispatchAgreement.objects.filter(unit=world.district).update(starts_on=dt.date(2010, 1, 1))
    assert sheets.plan().possible
