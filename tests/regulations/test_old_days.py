"""People hired before there was a rule: an office's sheet is full of them."""

from datetime import date

import pytest

from regulations import packs, rules
from roster.rules.entry import EntryFacts

BEFORE_ANY_RULE = date(2009, 3, 2)
KEY = "roster.entry.age_min_years"


def test_a_day_before_the_first_value_is_silence_and_says_so():
    with pytest.raises(packs.PackError, match="its first day is"):
        packs.at(KEY, day=BEFORE_ANY_RULE)


def test_an_old_fact_can_be_read_by_the_first_value():
    assert packs.at_or_first(KEY, day=BEFORE_ANY_RULE) == packs.at(KEY, day=date(2016, 11, 29))
    assert packs.at_or_first(KEY, day=date(2026, 1, 1)) == packs.at(KEY, day=date(2026, 1, 1))


def test_a_rule_does_not_reach_back_before_its_day():
    facts = EntryFacts(age=17, age_min=18)
    assert [finding.code for finding in rules.broken("roster.entry", facts, day=date(2026, 1, 1))] == ["RO-01"]
    assert rules.broken("roster.entry", facts, day=BEFORE_ANY_RULE) == []
