"""The loader takes nothing on trust: every mistake in a pack stops it, naming file and key."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from regulations.packs import PackError, Packs, Staffing, load, read_all
from regulations.packs.types import VerdictRow

NATION = {
    "pack.toml": 'code = "CN"\nname_en = "Nation"\nname_zh = "国家"\nversion = "1"\n',
    "sources.toml": """
[LAW]
title_en = "A law"
title_zh = "某法"
kind = "law"
where = "library"
confidence = "A"
grade = "A"

[HEARSAY]
title_en = "Hearsay"
title_zh = "传闻"
kind = "report"
where = "none"
confidence = "C"
grade = "C"
""",
    "catalogue.toml": """
[groups.order]
name_en = "Order"
name_zh = "秩序"

[duties.patrol]
name_en = "Patrol"
name_zh = "巡逻"
group = "order"
category = "service"

[duties.search]
name_en = "Search"
name_zh = "搜查"
group = "order"
category = "both"
""",
    "verdicts/order.toml": """
[[patrol]]
since = 2017-01-01
verdict = "permitted_under_command"
cites = ["LAW 1"]
confidence = "A"

[[search]]
since = 2017-01-01
verdict = "requires_police_lead"
staffing = [{ police = 2, aux = 0 }, { police = 1, aux = 2 }]
conditions = { recording_required = true }
cites = ["LAW 2(1)"]
confidence = "A"
contested = true

[[search]]
since = 2022-01-01
verdict = "prohibited"
cites = ["LAW 3"]
confidence = "A"
""",
    "parameters/roster/terms.toml": """
[share]
title_en = "Share"
title_zh = "比例"
unit = "ratio"
checked = 2024-01-01

[[share.values]]
since = 2017-01-01
value = 0.10
cites = ["LAW 4"]
confidence = "A"

[[share.values]]
since = 2020-01-01
ended = true
cites = ["LAW 5"]

[[share.values]]
since = 2030-01-01
expected = true
""",
    "rules/roster.toml": """
[RO-01]
applies = [{ since = 2017-01-01, cites = ["LAW 6"] }, { since = 2020-01-01, ended = true, cites = ["LAW 7"] }]

[RO-02]
applies = []
because_en = "No text asks for it."
because_zh = "没有规定。"
""",
    "scenarios/order.toml": '[[scenario]]\nduty_codes = ["patrol"]\ntext_en = "Walk the street."\n',
}
PLACE = {
    "pack.toml": 'code = "CN-100000"\nname_en = "Place"\nname_zh = "某地"\nextends = "CN"\nversion = "2"\n',
    "sources.toml": "",
    "verdicts/order.toml": """
[[search]]
since = 2019-01-01
verdict = "requires_police_lead"
staffing = [{ police = 1, aux = 1 }]
cites = ["LAW 9"]
confidence = "A"
""",
}


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def packs(tmp_path: Path, nation: dict[str, str] | None = None, place: dict[str, str] | None = None) -> Packs:
    """A nation and a place, with some files replaced."""
    write(tmp_path / "CN", NATION | (nation or {}))
    write(tmp_path / "CN-100000", PLACE | (place or {}))
    return read_all(tmp_path)


def test_a_good_set_of_packs_reads(tmp_path: Path) -> None:
    read = packs(tmp_path)
    assert read.at("roster.terms.share", day=date(2017, 1, 1)).value == Decimal("0.10")
    assert read.verdict("search", day=date(2018, 12, 31), pack="CN-100000").pack == "CN"
    row = read.verdict("search", day=date(2019, 1, 1), pack="CN-100000")
    assert (row.staffing, dict(row.conditions)) == ((Staffing(1, 1),), {"recording_required": True})
    assert read.clause("RO-01", day=date(2019, 12, 31), pack="CN-100000").cites == ("LAW 6",)
    assert read.clause("RO-01", day=date(2020, 1, 1)) is None
    assert read.clause("RO-02", day=date(2020, 1, 1)) is None


def test_a_place_row_stands_when_the_nation_changes_and_is_weighed_against_the_new_row(tmp_path: Path) -> None:
    read = packs(tmp_path)
    before, after = date(2021, 12, 31), date(2022, 1, 1)
    assert read.verdict("search", day=after, pack="CN-100000").verdict == "requires_police_lead"
    assert read.strict("search", day=after).verdict == "prohibited"
    # 1 officer with 1 auxiliary satisfies neither 2 officers nor 1 with 2: looser, and marked until 2022
    assert read.contested_for("search", "CN-100000", before) is True
    # the newer national row is not marked contested any more
    assert read.contested_for("search", "CN-100000", after) is False


@pytest.mark.parametrize(
    ("options", "strict", "expected"),
    [
        ([(2, 0)], [(2, 0)], False),
        ([(3, 0)], [(2, 0)], False),
        ([(1, 0)], [(2, 0)], True),
        ([(1, 2)], [(2, 0), (1, 2)], False),
        ([(1, 1)], [(2, 0), (1, 2)], True),
        ([(2, 0), (1, 0)], [(2, 0)], True),
    ],
)
def test_a_row_is_looser_when_one_of_its_alternatives_would_not_satisfy_the_strict_one(
    options: list[tuple[int, int]], strict: list[tuple[int, int]], expected: bool
) -> None:
    def row(staffing: list[tuple[int, int]], verdict: str = "requires_police_lead") -> VerdictRow:
        some = tuple(Staffing(*one) for one in staffing)
        return VerdictRow("search", "CN", date(2020, 1, 1), verdict, some, {}, ("LAW 1",), "A")

    assert load().is_looser(row(options), row(strict)) is expected
    assert load().is_looser(row([], "permitted_under_command"), row(strict)) is True
    assert load().is_looser(row([], "prohibited"), row(strict)) is False


def test_an_ended_value_raises_and_an_expected_one_is_never_used(tmp_path: Path) -> None:
    read = packs(tmp_path)
    for day, word in (
        (date(2016, 12, 31), "first day is 2017-01-01"),
        (date(2020, 1, 1), "ended"),
        (date(2031, 1, 1), "ended"),
    ):
        with pytest.raises(PackError, match=word) as caught:
            read.at("roster.terms.share", day=day, pack="CN-100000")
        assert (caught.value.key, caught.value.day, caught.value.pack) == ("roster.terms.share", day, "CN-100000")


VERDICT = '[[patrol]]\nsince = 2017-01-01\nverdict = "permitted_under_command"\ncites = ["LAW 1"]\nconfidence = "A"\n'
SHARE = """[share]
title_en = "Share"
title_zh = "比例"
unit = "ratio"
[[share.values]]
since = 2017-01-01
value = 1
cites = ["LAW 4"]
confidence = "A"
"""


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("verdicts/order.toml", VERDICT.replace("LAW 1", "NOPE 1"), "cites 'NOPE'"),
        ("verdicts/order.toml", VERDICT.replace("permitted_under_command", "maybe"), "patrol.verdict = 'maybe'"),
        ("verdicts/order.toml", VERDICT + VERDICT, "days go upward"),
        ("verdicts/order.toml", VERDICT.replace("confidence", "confidense"), "confidense"),
        ("verdicts/order.toml", VERDICT.replace('"A"', '"certain"'), "patrol.confidence"),
        ("verdicts/order.toml", VERDICT.replace('["LAW 1"]', '"LAW 1"'), "cites no article"),
        ("verdicts/order.toml", VERDICT.replace('["LAW 1"]', '["HEARSAY"]'), "claims confidence A"),
        ("verdicts/order.toml", VERDICT + "staffing = [{ police = 1, aux = 0 }]\n", "states staffing"),
        ("verdicts/order.toml", VERDICT + "conditions = { dance_required = true }\n", "dance_required"),
        ("verdicts/order.toml", VERDICT + "conditions = { min_aux_total = true }\n", "min_aux_total is not int"),
        ("verdicts/order.toml", VERDICT, "says nothing of search"),
        ("verdicts/order.toml", VERDICT.replace("since = 2017-01-01\n", ""), "lacks a word"),
        ("verdicts/order.toml", VERDICT.replace("patrol", "fly"), "fly"),
        ("verdicts/more.toml", VERDICT, "stands already in"),
        (
            "verdicts/order.toml",
            VERDICT.replace("permitted_under_command", "requires_police_lead"),
            "nobody says how many",
        ),
        ("verdicts/order.toml", "[[patrol]\n", "order.toml"),
        ("parameters/roster/terms.toml", SHARE.replace("ratio", "furlongs"), "share.unit = 'furlongs'"),
        ("parameters/roster/terms.toml", SHARE.replace("value = 1", 'value = "one"'), "is not a value in ratio"),
        (
            "parameters/roster/terms.toml",
            SHARE.replace("ratio", "days").replace("value = 1", "value = true"),
            "in days",
        ),
        ("parameters/roster/terms.toml", SHARE.replace("[[", "checked = 2016-01-01\n[["), "before its newest value"),
        ("parameters/roster/terms.toml", SHARE.split("[[")[0], "has no value"),
        ("rules/roster.toml", "[RO-01]\napplies = []\n", "say why"),
        ("rules/roster.toml", "[RO-01]\n", "says neither"),
        ("rules.toml", '[RO-01]\napplies = [{ since = 2017-01-01, cites = ["LAW 6"] }]\n', "RO-01"),
        ("sources.toml", NATION["sources.toml"].replace('"law"', '"gospel"'), "LAW.kind"),
        ("catalogue.toml", NATION["catalogue.toml"].replace('"both"', '"everybody"'), "search.category"),
        ("catalogue.toml", NATION["catalogue.toml"].replace('group = "order"', 'group = "chaos"'), "patrol.group"),
        ("pack.toml", NATION["pack.toml"].replace('"CN"', '"CHINA"'), "not the name of its folder"),
        ("pack.toml", NATION["pack.toml"] + 'extends = "CN-100000"\n', "extends itself"),
    ],
)
def test_a_mistake_stops_the_loader_and_is_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(PackError, match=said.replace("(", r"\(")):
        packs(tmp_path, nation={name: text})


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("sources.toml", NATION["sources.toml"], "stands already in CN"),
        ("pack.toml", PLACE["pack.toml"].replace('"CN"', '"CN-900000"'), "extends 'CN-900000', which is not there"),
        ("pack.toml", PLACE["pack.toml"].replace('extends = "CN"\n', ""), "does not reach CN"),
        ("verdicts/order.toml", PLACE["verdicts/order.toml"].replace("2019", "2016"), "stands before the national row"),
        ("verdicts/order.toml", PLACE["verdicts/order.toml"].replace("search", "fly"), "not in the catalogue"),
    ],
)
def test_a_place_fits_the_nation(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(PackError, match=said):
        packs(tmp_path, place={name: text})


def test_without_a_nation_there_is_no_law(tmp_path: Path) -> None:
    write(tmp_path / "CN-100000", PLACE)
    with pytest.raises(PackError, match="no national pack"):
        read_all(tmp_path)


def test_what_was_read_cannot_be_changed() -> None:
    row = load().verdict("protective-restraint", day=date(2026, 1, 1))
    with pytest.raises(TypeError):
        row.conditions["handcuffs_forbidden"] = False  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        row.verdict = "permitted_under_command"  # type: ignore[misc]
    bands = load().at("roster.contract.probation_max_months", day=date(2026, 1, 1)).value
    with pytest.raises(TypeError):
        bands[0]["max_months"] = 12


def test_the_version_follows_the_law_of_the_whole_chain_but_not_the_examples(tmp_path: Path) -> None:
    first = packs(tmp_path)
    write(tmp_path / "CN", {"scenarios/order.toml": "[[scenario]]\nduty_codes = []\n"})
    assert read_all(tmp_path).pack_version("CN-100000") == first.pack_version("CN-100000")
    write(tmp_path / "CN", {"rules/roster.toml": NATION["rules/roster.toml"].replace("LAW 6", "LAW 8")})
    changed = read_all(tmp_path)
    assert changed.pack_version("CN") != first.pack_version("CN")
    assert changed.pack_version("CN-100000") != first.pack_version("CN-100000")
    assert changed.pack_version("CN-100000").startswith("2+")


def test_ten_thousand_questions_take_less_than_half_a_second() -> None:
    from time import perf_counter

    read, day = load(), date(2026, 11, 21)
    start = perf_counter()
    for _ in range(10_000):
        read.verdict("patrol-street", day=day, pack="CN-440300")
        read.contested_for("patrol-street", "CN-440300", day)
    assert perf_counter() - start < 0.5
