"""The example sheets of `docs/examples/`: fictional people, seeded, with dates relative to a day.

Sequence numbers inside the identity numbers: county 001–399, sub-bureau 400–699, new district 700–799; 800–999 are free
for officers.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from auxpolice import demo_world as world
from auxpolice.demo_world import PostSpec
from auxpolice.example_people import Maker, identity_number, years_before
from auxpolice.example_sheets import write_sheet

SEED: Final = 378
UNDER_THIRTY: Final = 74  # of the 378 of the county: 19.6 %
Row = dict[str, Any]

# Row of the county sheet → days from the day of writing to the end of its contract; one has already run over.
COUNTY_CONTRACT_ENDS: Final = {12: 7, 47: 30, 101: 60, 160: 90, 222: -12}


def county_rows(day: dt.date, seed: int = SEED) -> list[Row]:
    """378 people of the county bureau, 74 of them under 30 on the day."""
    maker = Maker(random.Random(seed), day, mark="YX", block=1, sequences=(1, 399))  # noqa: S311 - made-up people
    posts = _one_by_one(world.posts_below(world.COUNTY))
    young = set(maker.chance.sample(range(len(posts)), UNDER_THIRTY))
    rows = [maker.person(post, (20, 29) if n in young else (30, 56)) for n, post in enumerate(posts)]
    for n, days in COUNTY_CONTRACT_ENDS.items():
        ends = day + dt.timedelta(days=days)
        starts = years_before(ends, 3) + dt.timedelta(days=1)
        rows[n] |= {"contract_from": starts, "contract_to": ends, "signed_on": starts, "probation_until": None}
        rows[n]["contract_kind"] = "固定期限"
        rows[n]["hired_on"] = min(rows[n]["hired_on"], starts)
    return rows


def sub_bureau_rows(day: dt.date, seed: int = SEED + 1) -> list[Row]:
    """291 people of the sub-bureau: cameras, special security, traffic, two stations, computers and clerks."""
    maker = Maker(random.Random(seed), day, mark="LG", block=2, sequences=(400, 699))  # noqa: S311
    return [maker.person(post, post.age) for post in _one_by_one(world.posts_below(world.SUB_BUREAU))]


def new_district_rows(day: dt.date, seed: int = SEED + 2) -> list[Row]:
    """60 people for the third bureau; every paper is good for at least three months more."""
    maker = Maker(random.Random(seed), day, mark="XQ", block=3, sequences=(700, 799), newly=True)  # noqa: S311
    rows = [maker.person(post, post.age) for post in _one_by_one(world.posts_below(world.NEW_DISTRICT))]
    rows[7]["name"], rows[23]["name"] = "𠮷海生", "买买提·艾力"
    return rows


def _one_by_one(posts: Sequence[PostSpec]) -> list[PostSpec]:
    return [post for post in posts for _ in range(post.people)]


def write_county(path: Path, day: dt.date) -> None:
    write_sheet(path, "云溪县公安局辅警花名册", county_rows(day))


def write_sub_bureau(path: Path, day: dt.date) -> None:
    write_sheet(path, "临港分局辅警花名册", sub_bureau_rows(day))


def write_new_district(path: Path, day: dt.date) -> None:
    write_sheet(path, "新区分局辅警花名册", new_district_rows(day))


def write_bad(path: Path, day: dt.date) -> None:
    """The new district's sheet with one bad cell of each kind in BAD_CELLS."""
    rows = new_district_rows(day)
    for n, (key, value, _code) in enumerate(bad_cells(day)):
        rows[n][key] = value(rows) if callable(value) else value
    write_sheet(path, "新区分局辅警花名册", rows)


def bad_cells(day: dt.date) -> list[tuple[str, Any, str]]:
    """Column, what is written there, and the code of the finding that must name it; the n-th is in the n-th row."""
    return [
        ("name", "", "missing_value"),
        ("identity_number", "999999199001017001", "identity_wrong"),
        ("identity_number", 999999199203047123.0, "digits_lost"),
        ("category", "城管", "choice_unknown"),
        ("category", "保安", "RO-02"),
        ("unit", "不存在派出所", "unit_unknown"),
        ("unit", world.COUNTY, "unit_outside"),
        ("post", "宇航员", "post_unknown"),
        ("education", "很高", "choice_unknown"),
        ("veteran", "也许", "yes_no_unclear"),
        ("phone", "12345", "phone_wrong"),
        ("email", "无邮箱", "email_wrong"),
        ("bank_card", "6222-abcd", "bank_card_wrong"),
        ("hired_on", "2026-02-30", "day_impossible"),
        ("hired_on", "去年春天", "day_unclear"),
        ("contract_to", day - dt.timedelta(days=4000), "contract_ends_before_start"),
        ("probation_until", lambda rows: rows[16]["contract_to"], "RO-11"),
        ("contract_kind", "口头约定", "choice_unknown"),
        ("employer", "无名劳务公司", "employer_unknown"),
        ("agreement", "", "agreement_missing"),
        ("monthly_wage", "面议", "money_not_a_number"),
        ("badge_number", lambda rows: rows[0]["badge_number"], "twice_in_sheet"),
        ("emergency_name", '=HYPERLINK("http://example.invalid","x")', "formula_text"),
        ("identity_number", lambda rows: _somebody_like(rows[23], rows[4:23]), "twice_in_sheet"),
        ("address", "长" * 300, "too_long"),
        ("card_until", day - dt.timedelta(days=4000), "ends_before_start"),
        ("sex", lambda rows: "女" if rows[26]["sex"] == "男" else "男", "sex_differs"),
        ("identity_number", lambda rows: child_number(day, rows[27]["sex"]), "RO-01"),
    ]


def _somebody_like(row: Row, others: Sequence[Row]) -> str:
    """The number of somebody else of the same sex, so that only the number is wrong."""
    return str(next(other["identity_number"] for other in others if other["sex"] == row["sex"]))


def child_number(day: dt.date, sex: str) -> str:
    """A right number of somebody who is fifteen."""
    return identity_number(years_before(day, 15), 799 if sex == "男" else 798)
