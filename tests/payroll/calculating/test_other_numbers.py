"""Every topic with other numbers than the worked cases: edges, ties, caps just met, other shapes and other names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils.translation import override

from payroll.calculating.topics.registry import topics
from tests.payroll.calculating.asking import ask, refused

FILE = Path(__file__).parent.parent / "cases" / "other_numbers.yaml"
CASES: dict[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)  # noqa: S506


@pytest.mark.parametrize("topic", sorted(CASES["answered"]))
def test_a_topic_is_answered_with_other_numbers(topic: str) -> None:
    wrong = []
    for case in CASES["answered"][topic]:
        found = ask(topic, **case["inputs"])
        if (told := {key: found.get(key) for key in case["expected"]}) != case["expected"]:
            wrong.append((case, told))
    assert wrong == []


def test_every_topic_has_other_numbers() -> None:
    assert set(topics()) == set(CASES["answered"])


def test_what_cannot_be_answered_names_the_input_as_it_was_written() -> None:
    with override("en"):
        found = [(case, sorted(refused(case["topic"], **case["inputs"]))) for case in CASES["refused"]]
    assert [(case, named) for case, named in found if named != case["named"]] == []
