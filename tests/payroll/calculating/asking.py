"""Asking a calculator as `manage.py calculate` does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.errors import BadInput
from payroll.calculating.telling import plain
from payroll.calculating.topics.registry import calculate

TODAY = date(2026, 11, 22)


def ask(topic: str, **inputs: Any) -> dict[str, Any]:
    """The value of the answer as JSON has it."""
    return dict(plain(calculate(topic, inputs, today=TODAY).value))


def notes(topic: str, **inputs: Any) -> list[str]:
    return [str(note) for note in calculate(topic, inputs, today=TODAY).notes]


def sureness(topic: str, **inputs: Any) -> str:
    return calculate(topic, inputs, today=TODAY).confidence


def refused(topic: str, **inputs: Any) -> dict[str, str]:
    """The inputs that are refused, each with its sentence."""
    with pytest.raises(BadInput) as caught:
        calculate(topic, inputs, today=TODAY)
    return {name: " ".join(map(str, said)) for name, said in caught.value.errors.items()}


def answers(topic: str, expected: dict[str, Any], **inputs: Any) -> None:
    """Those keys are answered so."""
    found = ask(topic, **inputs)
    assert {key: found.get(key) for key in expected} == expected, inputs
