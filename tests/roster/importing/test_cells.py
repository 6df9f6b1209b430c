"""What stands in a cell, in all the ways offices write it?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from exports.cells import guarded
from roster.importing import cells
from roster.importing.cells import BadCell

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "written",
    ["2026-11-21", "2026/11/21", "2026年11月21日", "20261121", "2026.11.21", "２０２６－１１－２１", " 2026-11-21 ", 20261121,
     46347, "46347", {"day": "2026-11-21"}, "2026-11-21 00:00:00"],
)  # fmt: skip
def test_a_day_is_understood_as_written(written):
    assert cells.day(written) == DAY


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2026-02-30", "day_impossible"),
        ("2026年13月1日", "day_impossible"),
        ("1826-01-01", "day_impossible"),
        ("11/21/2026", "day_unclear"),
        ("26-11-21", "day_unclear"),
        ("2026-11", "day_unclear"),
        ("去年春天", "day_unclear"),
        (12, "day_unclear"),
        ("长期", "day_not_open"),
    ],
)
def test_a_day_that_is_none_is_not_guessed(written, code):
    with pytest.raises(BadCell) as caught:
        cells.day(written)
    assert caught.value.code == code


def test_long_term_is_an_open_end_where_that_means_something():
    assert cells.day("长期", may_be_open=True) == cells.OPEN
    assert cells.day(None) is None


@pytest.mark.parametrize(
    ("written", "amount"), [("3,000.50 元", "3000.50"), ("¥2800", "2800.00"), (2800, "2800.00"), (2800.5, "2800.50")]
)
def test_money_is_exact(written, amount):
    assert cells.money(written) == Decimal(amount)


@pytest.mark.parametrize("written", ["面议", "NaN", "Infinity", "1e400", "3000-4000", "-5", "1.005", "99999999"])
def test_money_that_is_none_is_refused(written):
    with pytest.raises(BadCell):
        cells.money(written)


@pytest.mark.parametrize("written", [9.99999199203047e17, 999999199203047123, "9.99999E+17"])
def test_a_number_that_lost_its_last_digits_is_named(written):
    with pytest.raises(BadCell) as caught:
        cells.long_number(written)
    assert caught.value.code == "digits_lost"


@pytest.mark.parametrize(
    "written", ["138 0000 1234", "+86-13800001234", 13800001234, 13800001234.0, "１３８００００１２３４"]
)
def test_a_phone_is_freed_of_blanks_and_of_the_float_it_became(written):
    assert cells.phone(written) == "13800001234"


@pytest.mark.parametrize("written", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "\t=1"])
def test_a_text_that_could_run_is_not_taken(written):
    with pytest.raises(BadCell) as caught:
        cells.text(written, longest=60)
    assert caught.value.code == "formula_text"


@pytest.mark.parametrize("value", ["=1+1", "'=1+1", "''@x", "-", "+86", "'ordinary", "plain", ""])
def test_a_guarded_text_comes_back_as_it_was(value):
    assert cells.text(guarded(value), longest=60) == value
    assert guarded(value)[:1] not in tuple(cells.FORMULA_STARTS) or value == ""


@pytest.mark.parametrize("name", ["𠮷田", "买买提·艾力", "欧阳 娜娜", "Ana María"])
def test_rare_characters_in_names_are_ordinary(name):
    assert cells.text(name, longest=60) == name


def test_invisible_control_characters_are_named():
    with pytest.raises(BadCell) as caught:
        cells.text("李\x07雷", longest=60)
    assert caught.value.code == "strange_characters"


def test_the_check_digit_of_a_bank_card():
    assert cells.luhn_holds("6222021234567890127") is False
    assert cells.luhn_holds("4539578763621486") is True


@pytest.mark.parametrize(
    ("written", "means"), [("是", True), ("否", False), ("√", True), (None, None), ("退役军人", True)]
)
def test_yes_and_no(written, means):
    assert cells.yes_no(written) is means
