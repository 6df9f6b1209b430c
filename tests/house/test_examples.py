"""Are the example sheets what the plan says, the same each time, and true of the day they are written?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from auxpolice import demo_world as world
from auxpolice import examples
from organisation.identity import parse
from roster.importing.cells import luhn_holds
from roster.importing.headings import find_table, needed_for_new
from roster.importing.reading.parent import read_sheets

DAYS = [date(2026, 11, 21), date(2028, 2, 29)]


def age(number: str, day: date) -> int:
    born = parse(number).born_on
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@pytest.mark.parametrize("day", DAYS)
def test_the_county_has_378_people_and_74_of_them_under_thirty(day):
    rows = examples.county_rows(day)
    assert len(rows) == 378
    assert sum(age(row["identity_number"], day) < 30 for row in rows) == 74
    assert rows == examples.county_rows(day)


@pytest.mark.parametrize("day", DAYS)
def test_contracts_of_the_county_end_in_7_30_60_and_90_days_and_one_is_overrun(day):
    ends = sorted((row["contract_to"] - day).days for row in examples.county_rows(day))
    assert ends[:5] == [-12, 7, 30, 60, 90]
    assert ends[5] >= 100


@pytest.mark.parametrize("day", DAYS)
def test_nobody_in_the_examples_shares_a_number_and_no_number_is_anybodys(day):
    rows = [*examples.county_rows(day), *examples.sub_bureau_rows(day), *examples.new_district_rows(day)]
    assert len(rows) == 378 + 291 + 60
    for key in ("identity_number", "badge_number", "card_number", "contract_number", "phone"):
        assert len({row[key] for row in rows}) == len(rows), key
    assert {row["identity_number"][:6] for row in rows} == {"999999"}
    assert all(luhn_holds(row["bank_card"]) for row in rows)
    assert all(parse(row["identity_number"]).sex == ("M" if row["sex"] == "男" else "F") for row in rows)


@pytest.mark.parametrize("day", DAYS)
def test_papers_of_the_new_district_are_good_for_three_months(day):
    for row in examples.new_district_rows(day):
        for key in ("contract_to", "card_until", "training_until"):
            assert row[key] > day + timedelta(days=90), (row["name"], key)
        assert row["hired_on"] <= day and age(row["identity_number"], row["hired_on"]) >= 18


def test_a_written_sheet_is_read_back_with_all_its_columns(tmp_path: Path):
    examples.write_new_district(tmp_path / "x.xlsx", DAYS[0])
    table, _ = find_table(read_sheets(tmp_path / "x.xlsx"))
    assert (len(table.rows), table.missing(needed_for_new()), table.ignored) == (60, [], [])


def test_people_fit_into_the_posts_and_quotas():
    for quota in world.QUOTAS:
        assert sum(post.people for post in world.posts_below(quota.unit)) <= quota.number
    assert all(post.people <= post.headcount for post in world.POSTS)


def test_there_are_at_least_25_kinds_of_bad_cells():
    kinds = {(key, code) for key, _value, code in examples.bad_cells(DAYS[0])}
    assert len(kinds) >= 25
