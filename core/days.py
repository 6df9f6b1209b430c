"""Days as offices type them: 2026.11.21, 20261121, 11-21, 11月21日, 今天, tomorrow; with an hour: 今天 14:30.

What cannot be read stays as it was typed.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

WORDS: Final = {
    "前天": -2,
    "昨天": -1,
    "yesterday": -1,
    "今天": 0,
    "今日": 0,
    "today": 0,
    "明天": 1,
    "tomorrow": 1,
    "后天": 2,
}
ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHOLE: Final = re.compile(r"(\d{4})[-./年\s]?(\d{1,2})[-./月\s]?(\d{1,2})日?", re.ASCII)
SHORT: Final = re.compile(r"(\d{1,2})[-./月](\d{1,2})日?", re.ASCII)

MOMENT: Final = re.compile(r"(.+?)(?:\s+|T)(\d{1,2})[:：时]?(\d{2})分?", re.ASCII | re.IGNORECASE)


def typed_day(text: str, today: dt.date) -> str:
    """The day as 2026-11-21; a month and a day alone are of this year. Anything else comes back unchanged."""
    asked = text.strip().lower()
    if asked in WORDS:
        return (today + dt.timedelta(days=WORDS[asked])).isoformat()
    whole, short = WHOLE.fullmatch(asked), SHORT.fullmatch(asked)
    if whole and (not asked.isdecimal() or len(asked) == 8):
        return _day(*(int(part) for part in whole.groups())) or text
    if short:
        return _day(today.year, *(int(part) for part in short.groups())) or text
    return text


def typed_moment(text: str, today: dt.date) -> str:
    """Day and hour as 2026-11-21T14:30; anything else comes back unchanged."""
    said = MOMENT.fullmatch(text.strip())
    if not said or int(said[2]) > 23 or int(said[3]) > 59:
        return text
    day = typed_day(said[1], today)
    return f"{day}T{int(said[2]):02}:{said[3]}" if ISO.fullmatch(day) else text


def _day(year: int, month: int, day: int) -> str:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""
