"""What is written in one cell, as a value. Pure: a cell that cannot be understood raises BadCell with its reason."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from exports.cells import FORMULA_STARTS, unguarded
from exports.marks import unmarked

OPEN: Final = "open"  # 长期: no last day


_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s+0{1,2}:00(?::00)?)?$")
_PLAIN_DAY = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000  # 1927 to 2119 as Excel counts days
_EXCEL_ZERO: Final = date(1899, 12, 30)
_OPEN_WORDS = frozenset(
    {"长期", "无固定期限", "无固定", "永久", "long-term", "longterm", "open-ended", "openended", "open"}
)
_MOBILE = re.compile(r"^1[3-9][0-9]{9}$")
_LANDLINE = re.compile(r"^0[0-9]{9,11}$")


class BadCell(ValueError):
    """Why the cell cannot be taken: `code` names the sentence (problems.py), `about` fills it."""

    def __init__(self, code: str, **about: Any) -> None:
        self.code = code
        self.about = about
        super().__init__(code)


def own_words(cell: Any) -> str:
    """The cell as its sheet shows it, for findings."""
    if cell is None:
        return ""
    if isinstance(cell, dict):
        return str(cell["day"])
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        written = f"{Decimal(repr(cell)):f}"
        return written.rstrip("0").rstrip(".") if "." in written else written
    return unmarked(str(cell))


def narrow(text: str) -> str:
    """Full-width digits and letters as half-width, inner blanks as one, none at the ends."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def text(cell: Any, *, longest: int) -> str:
    """A plain text. A text that a program could run as a formula is not taken, unless the export guarded it."""
    written = own_words(cell).strip(" \u3000\n\u00a0\u200b\ufeff")
    if isinstance(cell, str) and written[:1] in tuple(FORMULA_STARTS):
        raise BadCell("formula_text")
    written = " ".join(unguarded(written).split())
    if any(unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} for c in written):
        raise BadCell("strange_characters")
    if len(written) > longest:
        raise BadCell("too_long", longest=longest, length=len(written))
    return written


def day(cell: Any, *, may_be_open: bool = False) -> date | str | None:
    """A day in any of the ways offices write it; OPEN for 长期 where that means something."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, dict):
        return _sensible(date.fromisoformat(cell["day"]))
    if any(c.isdigit() and not c.isdecimal() for c in own_words(cell)):
        raise BadCell("day_unclear")  # a raised ² is no 2
    written = narrow(own_words(cell)).lower()
    if written.replace(" ", "") in _OPEN_WORDS:
        if may_be_open:
            return OPEN
        raise BadCell("day_not_open")
    match = _DAY.match(written) or _PLAIN_DAY.match(written)
    if match is None:
        return _serial(written)
    try:
        return _sensible(date(*(int(part) for part in match.groups())))
    except ValueError as error:
        raise BadCell("day_impossible") from error


def _serial(written: str) -> date:
    """A date cell that lost its format shows Excel's count of days."""
    if re.fullmatch(r"[0-9]{5}", written) and _FIRST_SERIAL <= int(written) <= _LAST_SERIAL:
        return _EXCEL_ZERO + timedelta(days=int(written))
    raise BadCell("day_unclear")


def _sensible(value: date) -> date:
    if not 1900 <= value.year <= 2120:
        raise BadCell("day_impossible")
    return value


def money(cell: Any) -> Decimal | None:
    """An amount in yuan, fen exact."""
    if cell is None or cell == "":
        return None
    written = re.sub(r"[,，\s¥￥元]|yuan|rmb|cny", "", narrow(own_words(cell)).lower())
    try:
        amount = Decimal(written)
    except InvalidOperation as error:
        raise BadCell("money_not_a_number") from error
    if not amount.is_finite():
        raise BadCell("money_not_a_number")
    if amount < 0 or amount >= 1_000_000 or amount != amount.quantize(Decimal("0.01")):
        raise BadCell("money_out_of_range")
    return amount.quantize(Decimal("0.01"))


def quantity(cell: Any) -> Decimal | None:
    """Hours, days or times, two places at most; the word behind the number does not matter."""
    if cell is None or cell == "":
        return None
    written = re.sub(r"[,，\s]|小时|工作日|[时天日次]|(hours?|days?|times|h|d)$", "", narrow(own_words(cell)).lower())
    try:
        number = Decimal(written)
    except InvalidOperation as error:
        raise BadCell("quantity_not_a_number") from error
    if not number.is_finite():
        raise BadCell("quantity_not_a_number")
    if number < 0 or number >= 1_000_000 or number != number.quantize(Decimal("0.01")):
        raise BadCell("quantity_out_of_range")
    return number.quantize(Decimal("0.01"))


_MONTH = re.compile(r"^(20\d{2})\s*[-/.年]?\s*(0?[1-9]|1[0-2])\s*月?$")


def month(cell: Any) -> date | None:
    """A month, by its first day: 2026-11, 2026年11月, 202611, or any day of it."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, dict):
        return _sensible(date.fromisoformat(cell["day"])).replace(day=1)
    if (match := _MONTH.match(narrow(own_words(cell)))) is not None:
        return date(int(match[1]), int(match[2]), 1)
    try:
        found = day(cell)
    except BadCell as error:
        raise BadCell("month_unclear") from error
    return found.replace(day=1) if isinstance(found, date) else None


def year(cell: Any) -> int | None:
    """A year of this century; 年 behind it does not matter."""
    written = narrow(own_words(cell)).removesuffix("年").removesuffix(".0")
    if not written:
        return None
    if not re.fullmatch(r"20[0-9]{2}", written):
        raise BadCell("year_unclear")
    return int(written)


def long_number(cell: Any) -> str:
    """Digits that must all be there: Excel keeps only fifteen of a number, the rest are lost for ever."""
    if isinstance(cell, float) or (isinstance(cell, int) and abs(cell) >= 10**15):
        raise BadCell("digits_lost")
    written = re.sub(r"[\s-]", "", narrow(unguarded(own_words(cell).strip())))
    if re.fullmatch(r"\d+(\.\d+)?[eE]\+?\d+", written):
        raise BadCell("digits_lost")
    return written


def phone(cell: Any) -> str:
    """A mobile or a line with its area code; +86 and hyphens are forgiven."""
    written = re.sub(r"[\s()\-]", "", narrow(unguarded(own_words(cell).strip())))
    written = written.removesuffix(".0").removeprefix("+86").removeprefix("0086")
    if not written:
        return ""
    if not (_MOBILE.match(written) or _LANDLINE.match(written)):
        raise BadCell("phone_wrong")
    return written


def email(cell: Any) -> str:
    written = narrow(own_words(cell))
    try:
        validate_email(written or "nobody@example.org")
    except ValidationError as error:
        raise BadCell("email_wrong") from error
    return written


def bank_card(cell: Any) -> str:
    written = long_number(cell)
    if written and not re.fullmatch(r"[0-9]{12,19}", written):
        raise BadCell("bank_card_wrong")
    return written


def luhn_holds(digits: str) -> bool:
    """The check digit of most bank cards; some old passbooks have none, so this only warns."""
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


_YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "✓", "退役", "退役军人", "退伍", "退伍军人"})
_NO = frozenset({"否", "无", "不是", "n", "no", "false", "0", "×", "x", "-", "/", ""})


def yes_no(cell: Any) -> bool | None:
    """Yes, no, or nothing written."""
    if cell is None:
        return None
    written = narrow(own_words(cell)).lower()
    if written in _YES:
        return True
    if written in _NO:
        return False if written else None
    raise BadCell("yes_no_unclear")
