"""Are columns found by name, in any order, in both languages, wherever the table begins?"""

from __future__ import annotations

import pytest

from roster.importing.columns import COLUMNS
from roster.importing.headings import find_table, needed_for_new
from roster.importing.reading.parent import Sheet, SheetRow


def sheet(*rows, name="名册"):
    return Sheet(name, [SheetRow(number, cells) for number, cells in enumerate(rows, 1) if cells])


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("身份证号码（18位）*", "identity_number"),
        ("公民身份号码", "identity_number"),
        ("Identity Number", "identity_number"),
        (" 联系 电话：", "phone"),
        ("劳务派遣公司", "employer"),
        ("合同开始", "contract_from"),
        ("工号", "badge_number"),
        ("星座", None),
    ],
)
def test_a_heading_is_known_by_all_its_names(heading, key):
    assert COLUMNS.key_of(heading) == key


def test_no_two_columns_share_a_name():
    from collections import Counter

    from roster.importing.vocabulary import plain

    names = Counter(name for column in COLUMNS.values() for name in {plain(h) for h in column.headings()})
    assert [name for name, times in names.items() if times > 1] == []


def test_titles_and_blank_rows_stand_above_the_headings():
    table, others = find_table(
        [
            sheet(
                ["某县辅警花名册"],
                None,
                ["填表说明:请勿改动"],
                ["序号", "电话", "姓名", "身份证号"],
                [1, "x", "李雷", "y"],
            )
        ]
    )
    assert others == []
    assert (table.heading_row, [row.number for row in table.rows]) == (4, [5])
    assert {key: place.letters for key, place in table.places.items()} == {
        "phone": "B",
        "name": "C",
        "identity_number": "D",
    }


def test_unknown_and_doubled_headings_are_listed_and_needed_ones_missed():
    table, _ = find_table([sheet(["姓名", "星座", "身份证号", "身份证号码"])])
    assert [place.heading for place in table.ignored] == ["星座"]
    assert [(key, first, place.letters) for key, first, place in table.doubled] == [("identity_number", "C", "D")]
    assert table.missing(needed_for_new()) == ["category", "post", "hired_on"]


def test_the_first_sheet_with_headings_is_taken_and_the_others_named():
    table, others = find_table(
        [sheet(["说明"], name="说明"), sheet(["姓名", "手机"]), sheet(["姓名", "手机"], name="旧")]
    )
    assert (table.sheet, others) == ("名册", ["说明", "旧"])


def test_a_sheet_without_headings_is_no_table():
    assert find_table([sheet(["a", "b"], ["李雷", "韩梅梅"])])[0] is None
