"""docs/calculators.md says what the registry says, and every answer keeps to what its question promises."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.errors import BadInput
from payroll.calculating.topics.registry import Question, calculate, topics
from scripts import calculators
from tests.test_worked_cases import PAY_CASES

QUESTIONS = [one for questions in topics().values() for one in questions]
TODAY = date(2026, 11, 22)
# The topics people may ask, whatever else is added.
KNOWN = set(
    """accident_insurance annual_leave attendance calendar dispatch expiry housing_fund identity iit iit_bonus iit_severance
    maternity minimum_wage overtime payday probation severance sick_pay social_insurance wage_deduction
    written_contract""".split()
)


def test_the_page_of_calculators_is_as_the_registry_says() -> None:
    assert Path(calculators.PAGE).read_text(encoding="utf-8") == calculators.page(), "python scripts/calculators.py"


def test_every_promised_topic_is_answered() -> None:
    assert KNOWN <= topics().keys()


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: f"{one.topic}:{one.name}")
def test_every_question_says_what_it_takes_and_answers(one: Question) -> None:
    assert str(one.title)
    assert one.answers
    assert all(str(words) for words in one.answers.values())
    assert all(str(field.about) for field in one.fields)
    names = [name for field in one.fields for name in field.names]
    assert len(names) == len(set(names)), "two inputs share a name"


@pytest.mark.parametrize("case", PAY_CASES, ids=lambda case: case["id"])
def test_the_worked_cases_ask_only_documented_inputs(case: dict[str, Any]) -> None:
    answer = calculate(case["topic"], case["inputs"], today=TODAY)
    assert not [note for note in answer.notes if "not used" in str(note)]


@pytest.mark.parametrize("topic", ["", None, 5, [], {}, "IIT", "no_such"])
def test_an_unknown_topic_names_those_that_are_known(topic: Any) -> None:
    with pytest.raises(BadInput) as caught:
        calculate(topic, {}, today=TODAY)
    assert "iit_bonus" in caught.value.errors["topic"][0]


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: f"{one.topic}:{one.name}")
def test_strange_values_are_refused_by_name_and_never_break(one: Question) -> None:
    """Every input of every question gets values of every wrong kind."""
    strange: tuple[Any, ...] = (
        -1, "-0.01", "abc", "", "NaN", "1e9", True, [], {}, [[]], [None], ["x"], "9" * 30, 10**40, 1e300, "2026-02-30",
        "0000-00-00", "٣", [{}], [5], 0, "0", "9999-12-31", "0001-01-01",
    )  # fmt: skip
    for field in one.fields:
        for value in strange:
            inputs = {other.name: _sound(other.kind) for other in one.fields if other.needed} | {field.name: value}
            try:
                calculate(one.topic, inputs, today=TODAY)
            except BadInput as error:
                assert error.errors


def _sound(kind: str) -> Any:
    sound = {"money": "5000.00", "rate": "8%", "day": "2026-03-16", "month": "2026-03", "yes_no": True, "text": "1"}
    return sound.get(kind, 5)
