"""The register: codes are given once, findings carry both languages and the place's articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType

import pytest
from django.utils.translation import gettext_noop

from regulations import rules
from regulations.packs import PackError

DAY = date(2026, 11, 21)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, rules.Rule]]:
    """An empty register, put back afterwards."""
    empty: dict[str, rules.Rule] = {}
    monkeypatch.setattr(rules, "_RULES", empty)
    yield empty


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs that speak of TE-01 in Shenzhen only from a day on."""
    from regulations.packs import load
    from regulations.packs.inheritance import Dated
    from regulations.packs.types import Clause

    packs = load()
    national = Clause("TE-01", "CN", date(2017, 1, 1), ("HA 15(2)",))
    local = Clause("TE-01", "CN-440300", date(2020, 1, 1), ("SZ 9",))
    series = {code: MappingProxyType({"TE-01": Dated((national.since,), (national,))}) for code in packs.codes()}
    series["CN-440300"] = MappingProxyType({"TE-01": Dated((national.since, local.since), (national, local))})
    monkeypatch.setattr(type(packs), "clause", lambda self, code, *, day, pack="CN": series[pack][code].on(day))


def test_a_code_is_given_once(register: dict[str, rules.Rule]) -> None:
    rules.rule("TE-01", about="test", says="Too little.")(lambda facts: True)
    with pytest.raises(ValueError, match="TE-01"):
        rules.rule("TE-01", about="test", says="Too much.")(lambda facts: True)


@pytest.mark.parametrize("code", ["te-01", "TE01", "TEST-01", ""])
def test_a_code_has_its_form(code: str) -> None:
    with pytest.raises(ValueError, match="no rule code"):
        rules.rule(code, about="test", says="Too little.")


def test_a_question_that_no_rule_is_about_is_an_error_and_not_a_yes(register: dict[str, rules.Rule]) -> None:
    with pytest.raises(PackError, match="misspelt"):
        rules.broken("misspelt", {}, day=DAY)


def test_broken_tells_every_broken_rule_with_its_article(register: dict[str, rules.Rule], spoken: None) -> None:
    rules.rule("TE-01", about="test", says=gettext_noop("%(n)s is too little."))(lambda facts: facts > 3)
    assert rules.broken("test", 4, day=DAY, n=4) == []
    (found,) = rules.broken("test", 2, day=DAY, pack="CN-440300", n=2)
    assert found.code == "TE-01"
    assert found.says == {"en": "2 is too little.", "zh-hans": "2 is too little."}
    assert [cite["cites"] for cite in found.cites] == ["SZ 9"]
    assert found.cites[0]["title_zh"] == "深圳经济特区警务辅助人员条例"


def test_the_article_is_that_of_the_day(register: dict[str, rules.Rule], spoken: None) -> None:
    rules.rule("TE-01", about="test", says="Too little.")(lambda facts: False)
    assert rules.finding("TE-01", date(2019, 12, 31), "CN-440300").cites[0]["cites"] == "HA 15(2)"
    assert rules.finding("TE-01", date(2020, 1, 1), "CN-440300").cites[0]["cites"] == "SZ 9"
    assert rules.broken("test", 2, day=date(2016, 12, 31)) == []


def test_articles_of_the_duty_stand_before_those_of_the_rule(register: dict[str, rules.Rule], spoken: None) -> None:
    rules.rule("TE-01", about="test", says="Too little.")(lambda facts: False)
    found = rules.finding("TE-01", DAY, cites=("CQ 5", "HA 15(2)"))
    assert [cite["cites"] for cite in found.cites] == ["CQ 5", "HA 15(2)"]


def test_a_word_may_differ_by_language(register: dict[str, rules.Rule]) -> None:
    both = rules.in_both("Not %(duty)s.", {"duty": {"en": "patrol", "zh-hans": "巡逻"}})
    assert both == {"en": "Not patrol.", "zh-hans": "Not 巡逻."}
