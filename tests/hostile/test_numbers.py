"""Identity numbers, bank cards, days and names, right and wrong, against an oracle of our own that shares no code."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from core.errors import BadInput
from organisation.identity import BadIdentity, parse
from organisation.services.people import prepare_person
from roster.importing import cells
from roster.services.numbers import bank_card
from tests.permissions.table import Visitors

TODAY = date(2026, 11, 16)
REGIONS = ("110101", "310104", "440305", "510104", "650102", "810000", "830000")
CHINESE = re.compile(r"[\u4e00-\u9fff]{4}")
Dice = random.Random


def check(first17: str) -> str:
    """ISO 7064 MOD 11-2 by Horner's rule; the house sums weights."""
    rest = 0
    for digit in first17:
        rest = (rest + int(digit)) * 2 % 11
    return "0123456789X"[(12 - rest) % 11]


def right_number(dice: Dice) -> str:
    born = date(1950, 1, 1) + timedelta(days=dice.randrange(20_000))
    first = f"{dice.choice(REGIONS)}{born:%Y%m%d}{dice.randrange(1, 1000):03d}"
    return first + check(first)


def is_right(number: str) -> bool:
    """The oracle."""
    if re.fullmatch(r"[0-9]{17}[0-9X]", number) is None or check(number[:17]) != number[17]:
        return False
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    long_february = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if long_february else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1900 <= year and 1 <= month <= 12 and 1 <= day <= days[month - 1] and (year, month, day) <= (2026, 11, 16)


def spoiled(number: str, dice: Dice) -> str:
    """Wrong in one of the ways of people and of attackers; now and then it comes out right all the same."""
    at = dice.randrange(17)
    other = str((int(number[at]) + dice.randrange(1, 10)) % 10)

    def dated(eight: str) -> str:
        first = number[:6] + eight + number[14:17]
        return first + check(first)

    ways = (
        number[:at] + other + number[at + 1 :],
        number[:at] + number[at + 1] + number[at] + number[at + 2 :],
        number[:at] + number[at + 1 :],
        number[:at] + other + number[at:],
        number[:6] + number[8:17],
        number[:at] + dice.choice("OIlSB年·-_/\\'\"<>=%\u0661\u06f1\u0967\u200b\ufeff𝟙") + number[at + 1 :],
        number[:17] + dice.choice("0123456789X"),
        dated(f"{dice.randrange(1950, 2020)}0230"),
        dated(f"{dice.randrange(1950, 2020)}{dice.choice(('0010', '1310', '0432', '0600', '0631'))}"),
        dated("18991231"),
        dated(f"{dice.randrange(2027, 2100)}0101"),
        dated("19000229"),
        number * 2,
        number[::-1],
        "' OR 1=1 --" + number[:7],
        "",
    )
    return dice.choice(ways)


def taken(number: str) -> bool:
    try:
        parse(number, day=TODAY)
    except BadIdentity as refused:
        with override("zh-hans"):
            assert CHINESE.search(str(refused.message)), refused.message
        return False
    return True


def test_identity_numbers_are_told_apart_as_the_oracle_does(assure):
    dice = Dice(63)
    good = [right_number(dice) for _ in range(2_000)]
    bad = [wrong for _ in range(11_000) if not is_right(wrong := spoiled(right_number(dice), dice))][:10_000]
    refused = [number for number in good if not taken(number)]
    let_in = [number for number in bad if taken(number)]
    assert (refused, let_in) == ([], [])
    forgiven = [f" {n[:6]} {n[6:14]} {n[14:].lower()} " for n in good[:200]]
    forgiven += [n.translate({48 + d: 0xFF10 + d for d in range(10)}) for n in good[:200]]
    assert all(taken(number) for number in forgiven)
    assure("R-63", f"{len(good)} right identity numbers taken, {len(bad)} wrong ones refused in Chinese, "
           f"{len(forgiven)} with blanks or full-width digits understood", ok=len(bad) == 10_000)  # fmt: skip


def test_the_oracle_knows_wrong_from_right():
    """The control: the worked example of the standard, and the same with its last character changed."""
    assert is_right("11010519491231002X") and not is_right("110105194912310029") and taken("11010519491231002X")


def bank_cards(dice: Dice) -> Iterator[tuple[str, bool]]:
    for _ in range(500):
        digits = "62" + "".join(dice.choice("0123456789") for _ in range(dice.choice((14, 15, 17))))
        yield dice.choice((digits, " ".join(re.findall(".{1,4}", digits)))), True
        at = dice.randrange(len(digits))
        wrong = (
            digits[:9], digits * 2, digits[:at] + dice.choice("OIl·<'=\u0661") + digits[at + 1 :], "6.22E+18", "=" + digits,
        )  # fmt: skip
        yield dice.choice(wrong), False


def test_bank_cards_are_told_apart(assure):
    seen, wrong = 0, []
    for text, right in bank_cards(Dice(64)):
        seen += 1
        try:
            bank_card(text)
            got = True
        except BadInput as refused:
            with override("zh-hans"):
                assert CHINESE.search(str(refused.errors["bank_card"][0]))
            got = False
        if got is not right:
            wrong.append(text)
    assure("R-63", f"{seen} bank cards, {len(wrong)} judged otherwise than by the oracle: {wrong[:3]}", ok=not wrong)


def days(dice: Dice) -> Iterator[tuple[str, date | None]]:
    for _ in range(500):
        day = date(1950, 1, 1) + timedelta(days=dice.randrange(30_000))
        way = dice.choice(("{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y年%m月%d日}", "{0:%Y%m%d}"))
        yield way.format(day), day
    for _ in range(500):
        yield dice.choice((
            f"{dice.randrange(1950, 2050)}-02-30", f"{dice.randrange(1950, 2050)}-13-01", "2026-00-10", "2026-1-32", "0000-00-00",
            "99999-01-01", "1899-12-31", "9999-12-31", "yesterday", "2026-11-", "11/16/2026", "²026-01-01", "-1", "1e9", "NaN",
            "2026-11-16; DROP TABLE", "二〇二六年", "9" * 50,
        )), None  # fmt: skip


def test_days_are_told_apart(assure):
    seen, wrong = 0, []
    for text, right in days(Dice(65)):
        seen += 1
        try:
            got = cells.day(text)
        except cells.BadCell:
            got = None
        if got != right:
            wrong.append(f"{text!r} → {got}")
    assure(
        "R-63", f"{seen} days of sheets, {len(wrong)} judged otherwise than by the oracle: {wrong[:3]}", ok=not wrong
    )


SURNAMES = ("王", "欧阳", "尉迟", "𠮷", "㛃", "龘", "䶮", "𬭎", "仇", "单")
GIVEN = ("芳", "晓明", "·买买提", "𠅤", "一", "·阿卜杜拉·热合曼", "-安娜", "(小)", "\ue000")
BAD_NAMES = (
    "",
    "  ",
    "\u3000",
    "=cmd()",
    "+1",
    "@SUM(A1)",
    "-2",
    "＝1+1",
    "a\x00b",
    "王\u0007",
    "王\x1b[31m",
    "x" * 200,
    "\u200b",
)


def test_names_are_taken_as_people_bear_them(assure):
    dice, kept = Dice(66), 0
    for _ in range(1_000):
        name = dice.choice(SURNAMES) + "".join(dice.choice(GIVEN) for _ in range(dice.randrange(1, 3)))
        assert prepare_person(name=name).name == name
        kept += 1
    refused = 0
    for name in BAD_NAMES:
        with pytest.raises(BadInput) as said, override("zh-hans"):
            prepare_person(name=name)
        with override("zh-hans"):
            assert CHINESE.search(str(said.value.errors["name"][0]))
        refused += 1
    assert prepare_person(name="王\u200b小\u202e明").name == "王小明", "what cannot be seen is not kept"
    assure("R-63", f"{kept} names with rare characters and · kept as written, {refused} that are none refused", ok=True)


@pytest.mark.parametrize("field", ["identity_number", "bank_card", "starts_on", "name"])
def test_the_api_names_the_field_in_chinese(field: str, visitors: Visitors):
    client = Client(headers={"accept-language": "zh-hans"})
    client.cookies[settings.SESSION_COOKIE_NAME] = visitors.sessions["hr"]
    body = {"name": "孙新", "identity_number": "110105199412310028", "unit": "north", "category": "service",
            "starts_on": "2026-11-16", "bank_card": "6222020000000000000"}  # fmt: skip
    body[field] = {"name": "=1", "starts_on": "2026-02-31"}.get(field, "123")
    if field != "identity_number":
        body["identity_number"] = right_number(Dice(1))
    answer = client.post("/api/v1/auxiliaries/", body, content_type="application/json")
    assert answer.status_code == 400 and CHINESE.search(str(answer.json()["errors"][field])), answer.content
