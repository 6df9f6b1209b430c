"""Which duties the text of a scenario names, without any duty chosen."""

from duties.screening import screen
from regulations import packs
from tests.duties.scenarios import DAY, all_scenarios

SCENARIOS = all_scenarios()
LEAST_RECALL = 0.93
MOST_BARRED_EXTRAS = 0.03


def named(scenario) -> set[str]:
    return set(screen(scenario.text, officers=scenario.officers).codes)


def test_the_asked_duties_are_among_the_named_ones():
    missed = [(item.text, item.codes) for item in SCENARIOS if not set(item.codes) <= named(item)]
    assert 1 - len(missed) / len(SCENARIOS) >= LEAST_RECALL, missed


def test_lawful_work_is_hardly_ever_read_as_prohibited():
    book = packs.load()
    lawful = [item for item in SCENARIOS if item.expected["decision"] == "allow"]
    misread = [
        (item.text, code)
        for item in lawful
        for code in named(item) - set(item.codes)
        if book.verdict(code, day=DAY, pack=item.pack).verdict == "prohibited"
    ]
    assert len(misread) / len(lawful) <= MOST_BARRED_EXTRAS, misread


def test_beside_the_right_codes_the_text_adds_no_prohibited_one():
    book = packs.load()
    added = [
        (item.text, code)
        for item in SCENARIOS
        for code in screen(item.text, chosen=item.codes, officers=item.officers).codes
        if book.verdict(code, day=DAY, pack=item.pack).verdict == "prohibited"
    ]
    assert added == []
