"""How Chinese papers write days, sums and times of service."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
PLACES: Final = ("", "拾", "佰", "仟")
GROUPS: Final = ("", "万", "亿", "万亿")


def day(value: date | None) -> str:
    """2026年11月21日; nothing for no day."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def capitals(amount: Decimal) -> str:
    """A sum in the signs that cannot be altered: 3500.50 is 叁仟伍佰元伍角."""
    whole, cents = divmod(int((amount * 100).to_integral_value()), 100)
    said = f"{_whole(whole)}元" if whole else ""
    if not cents:
        return f"{said or '零元'}整"
    tens, ones = divmod(cents, 10)
    if tens:
        said += f"{DIGITS[tens]}角"
    elif said:
        said += "零"
    return said + (f"{DIGITS[ones]}分" if ones else "")


def _whole(number: int) -> str:
    """Four places at a time; several zeros are said once."""
    said, gap = "", False
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(said)
            continue
        if said and (gap or group < 1000):
            said += DIGITS[0]
        said += _four(group) + GROUPS[place]
        gap = False
    return said


def _four(group: int) -> str:
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            said += (DIGITS[0] if gap and said else "") + DIGITS[digit] + PLACES[place]
            gap = False
        else:
            gap = True
    return said


def service(starts_on: date, last_day: date) -> str:
    """Whole years and months from a first to a last day, both counted: 2年3个月; less than a month in days."""
    end = date.fromordinal(last_day.toordinal() + 1) if last_day < date.max else last_day
    months = (end.year - starts_on.year) * 12 + end.month - starts_on.month - (end.day < starts_on.day)
    if months < 1:
        return f"{max((end - starts_on).days, 1)}天"
    years, rest = divmod(months, 12)
    return (f"{years}年" if years else "") + (f"{rest}个月" if rest or not years else "")
