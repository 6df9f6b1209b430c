"""The worked cases: beside their codes the text adds nothing; by text alone the decisions stay the same."""

from pathlib import Path

import pytest
import yaml

from duties.decision import decide, from_json
from duties.screening import screen
from regulations import packs
from tests.duties.scenarios import DAY

FILE = Path(__file__).parents[2] / "cases" / "duty_cases.yaml"
CASES = yaml.safe_load(FILE.read_text(encoding="utf-8"))["cases"]
LANGUAGES = ("text_zh", "text_en")
LEAST_AGREEMENT = 0.88


def outcome_by_text_alone(case: dict, language: str) -> str:
    document = {"id": case["id"], language: case[language], "context": case["context"]}
    request, facts = from_json(document, today=DAY, packs=packs.load())
    return decide(request, facts, packs.load()).outcome


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_beside_its_codes_the_text_adds_nothing(case):
    officers = case["context"].get("police_on_site")
    texts = [*(case[language] for language in LANGUAGES), "\n".join(case[language] for language in LANGUAGES)]
    for text in texts:
        assert screen(text, chosen=case["duty_codes"], officers=officers).codes == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_by_text_alone_the_decisions_agree_and_no_refusal_becomes_an_allow(language):
    answers = {case["id"]: (case["expected"]["decision"], outcome_by_text_alone(case, language)) for case in CASES}
    assert [case for case, answer in answers.items() if answer == ("refuse", "allow")] == []
    other = {case: answer for case, answer in answers.items() if answer[0] != answer[1]}
    assert 1 - len(other) / len(answers) >= LEAST_AGREEMENT, other
