"""Every duty, in every pack that speaks of it, as people ask for it."""

from collections import Counter

import pytest

from regulations import packs
from tests.duties.scenarios import DAY, all_scenarios, decision_on

SCENARIOS = all_scenarios()
LEAST_PHRASINGS = 3
LEAST_AGREEMENT = 0.97


def speakers() -> list[tuple[str, str]]:
    """Each pack with each duty of which it speaks itself."""
    book = packs.load()
    return [
        (pack, duty.code)
        for pack in book.codes()
        for duty in book.duties()
        if book.verdict(duty.code, day=DAY, pack=pack).pack == pack
    ]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda item: f"{item.pack}:{item.name}")
def test_a_scenario_with_its_codes_is_decided_as_the_law_says(scenario):
    decision = decision_on(scenario)
    assert {
        "decision": decision.outcome,
        "verdict": decision.verdict,
        "reasons": sorted(decision.reasons),
        "duties_refused": sorted(decision.duties_refused),
    } == {
        **scenario.expected,
        "reasons": sorted(scenario.expected["reasons"]),
        "duties_refused": sorted(scenario.expected["duties_refused"]),
    }, scenario.text


def test_every_duty_has_three_phrasings_in_each_pack_that_speaks_of_it():
    counted = Counter((item.pack, code) for item in SCENARIOS for code in item.codes)
    assert [speaker for speaker in speakers() if counted[speaker] < LEAST_PHRASINGS] == []


def test_by_text_alone_no_refusal_becomes_an_allow():
    leaks = [
        item.text
        for item in SCENARIOS
        if item.expected["decision"] == "refuse" and decision_on(item, by_text_alone=True).outcome == "allow"
    ]
    assert leaks == []


@pytest.mark.parametrize("language", ["text_zh", "text_en"])
def test_by_text_alone_nearly_every_decision_is_the_same(language):
    spoken = [item for item in SCENARIOS if language in item.document]
    other = [item.text for item in spoken if decision_on(item, by_text_alone=True).outcome != item.expected["decision"]]
    assert 1 - len(other) / len(spoken) >= LEAST_AGREEMENT, other
