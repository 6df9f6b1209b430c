"""The worked cases: every entry is answered as written. DUTY_CASES and PAY_CASES name other files of the same shape."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from core import clock
from core.errors import BadInput
from duties.decision import decide, from_json
from payroll.calculating.telling import as_dict
from payroll.calculating.topics.registry import calculate, topics
from regulations import packs

HERE = Path(__file__).parent / "cases"


def cases(variable: str, name: str) -> list[dict[str, Any]]:
    """The entries of the file that the variable names, or of ours."""
    path = Path(os.environ.get(variable) or HERE / name)
    return yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]


DUTY_CASES = cases("DUTY_CASES", "duty_cases.yaml")
OURS = not os.environ.get("DUTY_CASES")


def answer(case: dict[str, Any]) -> Any:
    law = packs.load()
    return decide(*from_json(case, today=clock.today(), packs=law), law)


@pytest.mark.parametrize("case", DUTY_CASES, ids=lambda case: case["id"])
def test_a_worked_duty_case_is_answered_as_written(case: dict[str, Any]) -> None:
    decision = answer(case)
    expected = case["expected"]
    assert {
        "decision": decision.outcome,
        "verdict": decision.verdict,
        "reasons": list(decision.reasons),
        "duties_refused": list(decision.duties_refused),
    } == {name: expected[name] for name in ("decision", "verdict", "reasons", "duties_refused") if name in expected}


@pytest.mark.parametrize("case", DUTY_CASES, ids=lambda case: case["id"])
def test_on_a_worked_case_the_screen_adds_no_duty(case: dict[str, Any]) -> None:
    assert list(answer(case).duty_codes) == case["duty_codes"]


@pytest.mark.parametrize("language", ["text_zh", "text_en"])
def test_by_its_text_alone_a_refusal_never_becomes_an_allow(language: str) -> None:
    wrong = []
    for case in DUTY_CASES:
        told = by_text_alone(case, language)
        if case["expected"]["decision"] == "refuse" and told.outcome == "allow":
            wrong.append((case["id"], told.duty_codes))
    assert wrong == []


@pytest.mark.parametrize("language", ["text_zh", "text_en"])
def test_by_its_text_alone_nearly_every_case_is_decided_as_written(language: str) -> None:
    wrong = [
        (case["id"], case["expected"]["decision"], told.outcome, told.duty_codes)
        for case in DUTY_CASES
        if (told := by_text_alone(case, language)).outcome != case["expected"]["decision"]
    ]
    assert len(wrong) <= len(DUTY_CASES) * 3 // 25, wrong


def by_text_alone(case: dict[str, Any], language: str) -> Any:
    """The answer when only the text of one language and the context are given."""
    return answer({"id": case["id"], language: case[language], "context": case["context"]})


def test_the_worked_cases_stand_in_the_repository() -> None:
    assert not OURS or len(DUTY_CASES) == 25


PAY_CASES = cases("PAY_CASES", "pay_cases.yaml")
KNOWN = [case for case in PAY_CASES if case["topic"] in topics()]


def pay_answer(case: dict[str, Any]) -> dict[str, Any]:
    """The answer in the words of the file: as JSON has it, only the keys the file states."""
    inputs = json.loads(json.dumps(case["inputs"], default=str))
    value = as_dict(calculate(case["topic"], inputs, today=clock.today()))["value"]
    return {name: value.get(name) for name in case["expected"]}


@pytest.mark.parametrize("case", [case for case in KNOWN if not case.get("contested")], ids=lambda case: case["id"])
def test_a_worked_pay_case_is_answered_to_the_fen(case: dict[str, Any]) -> None:
    assert pay_answer(case) == case["expected"]


def test_contested_pay_cases_and_unknown_topics_are_listed_not_failed(capsys: pytest.CaptureFixture[str]) -> None:
    """A contested point is a setting of the product: here it says which way it is set."""
    unknown = sorted({case["topic"] for case in PAY_CASES} - set(topics()))
    told = [f"pay topics not known: {', '.join(unknown) or 'none'}"]
    for case in KNOWN:
        if case.get("contested"):
            try:
                word = "as written" if pay_answer(case) == case["expected"] else f"otherwise: {pay_answer(case)}"
            except BadInput as error:
                word = f"refused: {error}"
            told.append(f"contested {case['id']} ({case['contested']}): {word}")
    with capsys.disabled():
        print("\n" + "\n".join(told))
    assert PAY_CASES
