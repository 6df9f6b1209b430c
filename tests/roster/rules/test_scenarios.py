"""The rules of the roster, without a database: allowed, refused, the boundary. A lawyer may read along."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from regulations import rules
from roster.rules.contracts import ContractFacts, WrittenFacts
from roster.rules.endings import EndFacts, ExtensionFacts
from roster.rules.entry import EntryFacts, PlaceFacts
from roster.rules.kinds import kind_of_title
from roster.rules.room import AllocationFacts, RoomFacts
from roster.rules.terms import add_months, age_on, band_months, lasts_months

DAY = date(2026, 11, 16)
START, YEAR_END = date(2026, 1, 1), date(2026, 12, 31)
STATUTE = ("agreed", "resigned", "probation_failed", "expired", "layoff")


def contract(**more: Any) -> ContractFacts:
    return ContractFacts(**{"kind": "fixed", "starts_on": START, "ends_on": YEAR_END, **more})


def end(**more: Any) -> EndFacts:
    return EndFacts(**{"ground": "agreed", "ended_on": DAY, "statutory": STATUTE, "last_day": YEAR_END, **more})


# Question, facts, and the rules that are broken by them.
SCENARIOS = [
    ("roster.entry", EntryFacts(age=18, age_min=18), []),
    ("roster.entry", EntryFacts(age=17, age_min=18), ["RO-01"]),
    ("roster.entry", EntryFacts(age=None, age_min=18), []),
    ("roster.entry", EntryFacts(20, 18, "volunteer", ("volunteer", "canteen")), ["RO-02"]),
    ("roster.entry", EntryFacts(20, 18, "auxiliary", ("volunteer", "canteen")), []),
    ("roster.entry", EntryFacts(30, 18, serving_officer=True), ["RO-03"]),
    ("roster.place", PlaceFacts("service"), []),
    ("roster.place", PlaceFacts("service", post_category="clerical"), ["RO-04"]),
    ("roster.place", PlaceFacts("service", post_category="service", post_open=False), ["RO-05"]),
    ("roster.place", PlaceFacts("service", post_category="service", post_of_unit=False), ["RO-05"]),
    ("roster.place", PlaceFacts("service", unit_open=False), ["RO-06"]),
    ("roster.quota.approved", RoomFacts(approved=False), ["RO-07"]),
    ("roster.quota.room", RoomFacts(number=10, used=9), []),
    ("roster.quota.room", RoomFacts(number=10, used=10), ["RO-08"]),
    ("roster.post.room", RoomFacts(number=1, used=1), ["RO-09"]),
    ("roster.quota.allocation", AllocationFacts(above=100, given_out=100), []),
    ("roster.quota.allocation", AllocationFacts(above=100, given_out=101), ["RO-10"]),
    ("roster.contract", contract(), []),
    ("roster.contract", contract(probation_until=date(2026, 2, 28), probation_max_months=2), []),
    ("roster.contract", contract(probation_until=date(2026, 3, 1), probation_max_months=2), ["RO-11"]),
    ("roster.contract", contract(probation_until=START, probation_max_months=0), ["RO-11"]),
    ("roster.contract", contract(probation_until=START, probation_max_months=2, earlier_probations=1), ["RO-12"]),
    ("roster.contract", contract(dispatched=True), ["RO-13"]),
    ("roster.contract", contract(dispatched=True, ends_on=date(2027, 12, 31)), []),
    ("roster.contract", contract(dispatched=True, kind="open_ended", ends_on=None), ["RO-13"]),
    ("roster.contract", contract(dispatched=True, ends_on=date(2027, 12, 31), agreement_in_force=False), ["RO-14"]),
    ("roster.contract", contract(dispatched=True, ends_on=date(2027, 12, 31), licence_valid=False), ["RO-15"]),
    ("roster.contract", contract(fixed_terms_before=2), ["RO-16"]),
    ("roster.contract", contract(fixed_terms_before=1), []),
    ("roster.contract", contract(fixed_terms_before=2, asked_for_fixed=True), []),
    ("roster.contract", contract(fixed_terms_before=2, kind="open_ended", ends_on=None), []),
    ("roster.contract", contract(years_of_service=10), ["RO-16"]),
    ("roster.contract", contract(years_of_service=9), []),
    ("roster.contract.written", WrittenFacts(START, date(2026, 2, 1), DAY, 1), []),
    ("roster.contract.written", WrittenFacts(START, date(2026, 2, 2), DAY, 1), ["RO-17"]),
    ("roster.contract.written", WrittenFacts(START, None, date(2026, 2, 1), 1), []),
    ("roster.contract.written", WrittenFacts(START, None, date(2026, 2, 2), 1), ["RO-17"]),
    ("roster.contract.end", end(), []),
    ("roster.contract.end", end(ground="local_rule"), ["RO-21"]),
    ("roster.contract.end", end(ground="layoff", protected=True), ["RO-22"]),
    ("roster.contract.end", end(ground="resigned", protected=True), []),
    ("roster.contract.end", end(ground="probation_failed", probation_until=DAY), []),
    ("roster.contract.end", end(ground="probation_failed", probation_until=date(2026, 11, 15)), ["RO-23"]),
    ("roster.contract.end", end(ground="probation_failed"), ["RO-23"]),
    ("roster.contract.end", end(ground="expired"), ["RO-24"]),
    ("roster.contract.end", end(ground="expired", last_day=DAY), []),
    ("roster.contract.extension", ExtensionFacts("near_pension", DAY, ("near_pension",), date(2026, 11, 15)), []),
    ("roster.contract.extension", ExtensionFacts("kindness", DAY, ("near_pension",), date(2026, 11, 15)), ["RO-25"]),
    ("roster.contract.extension", ExtensionFacts("near_pension", DAY, ("near_pension",), DAY), ["RO-26"]),
    ("roster.contract.extension", ExtensionFacts("near_pension", DAY, ("near_pension",), None), ["RO-26"]),
]
WORDS = dict.fromkeys(
    "age age_min kind year unit used number post above given_out max_months min_years months".split(), "…"
)


@pytest.mark.parametrize(("question", "facts", "codes"), SCENARIOS)
def test_scenario(question: str, facts: Any, codes: list[str]):
    found = rules.broken(question, facts, day=DAY, **WORDS)
    assert [finding.code for finding in found] == codes
    assert all(finding.cites and finding.says["en"] and finding.cure["en"] for finding in found)


def test_every_rule_of_the_roster_is_broken_by_some_scenario():
    broken = {code for _question, _facts, codes in SCENARIOS for code in codes}
    assert {rule.code for rule in rules.all_rules() if rule.code.startswith("RO-")} == broken


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 11, 16), DAY, 18),
        (date(2008, 11, 17), DAY, 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_the_birthday_completes_the_year(born: date, day: date, age: int):
    assert age_on(born, day) == age


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 16), 2, date(2027, 1, 16)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(9999, 12, 31), 6, date(9999, 12, 31)),
    ],
)
def test_months_are_counted_to_the_same_day(day: date, months: int, later: date):
    assert add_months(day, months) == later


def test_exactly_a_year_is_a_year():
    assert lasts_months(START, YEAR_END, 12) and not lasts_months(START, date(2026, 12, 30), 12)
    bands = [
        {"from_months": 0, "max_months": 0},
        {"from_months": 3, "max_months": 1},
        {"from_months": 12, "max_months": 2},
    ]
    lengths = [band_months(bands, START, last) for last in (date(2026, 3, 30), date(2026, 3, 31), YEAR_END, None)]
    assert lengths == [0, 1, 2, 2]


@pytest.mark.parametrize(
    ("title", "kind"),
    [("食堂帮厨", "canteen"), ("保洁员", "cleaning"), ("治安志愿者", "volunteer"), ("护村队员", "village_guard"),
     ("School guard", "school_guard"), ("巡逻队员", "auxiliary"), ("联防队员", "auxiliary")],
)  # fmt: skip
def test_titles_betray_the_kind_of_work(title: str, kind: str):
    assert kind_of_title(title) == kind
