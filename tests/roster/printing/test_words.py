"""Days, sums and times of service as Chinese papers write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from roster.printing.words import capitals, day, service


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("3500.00", "叁仟伍佰元整"), ("3500.50", "叁仟伍佰元伍角"), ("1000.05", "壹仟元零伍分"), ("10", "壹拾元整"),
        ("10203", "壹万零贰佰零叁元整"), ("100000", "壹拾万元整"), ("1050000", "壹佰零伍万元整"), ("0.10", "壹角"),
        ("0", "零元整"), ("20000000", "贰仟万元整"), ("100000000", "壹亿元整"), ("100010000", "壹亿零壹万元整"),
        ("12345678.91", "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角壹分"), ("2001.01", "贰仟零壹元零壹分"),
    ],
)  # fmt: skip
def test_a_sum_is_written_in_signs_that_cannot_be_altered(amount: str, words: str):
    assert capitals(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2024, 1, 1), date(2026, 11, 16), "2年10个月"), (date(2026, 1, 1), date(2026, 12, 31), "1年"),
        (date(2026, 1, 2), date(2026, 12, 31), "11个月"), (date(2024, 1, 31), date(2024, 2, 29), "1个月"),
        (date(2024, 1, 31), date(2024, 2, 28), "29天"), (date(2026, 11, 16), date(2026, 11, 16), "1天"),
        (date(2020, 3, 1), date(2025, 2, 28), "5年"),
    ],
)  # fmt: skip
def test_service_counts_both_days(first: date, last: date, words: str):
    assert service(first, last) == words


def test_a_day_has_no_noughts_before_it():
    assert day(date(2026, 1, 5)) == "2026年1月5日" and day(None) == ""
