"""manage.py calculate: one answer for each line, and no traceback for anything."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest
from django.core.management import call_command

BONUS = {"id": "B-1", "topic": "iit_bonus", "inputs": {"bonus": "36001.00"}}
CONTRACT = {"id", "topic", "value", "steps", "cites", "notes", "confidence"}


def run(
    monkeypatch: pytest.MonkeyPatch, *lines: str, options: tuple[str, ...] = ("--json",)
) -> tuple[list[str], int, str]:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    out, err, status = io.StringIO(), io.StringIO(), 0
    try:
        call_command("calculate", *options, stdout=out, stderr=err)
    except SystemExit as ended:
        status = int(ended.code or 0)
    return out.getvalue().splitlines(), status, err.getvalue()


def test_one_line_in_one_line_out(monkeypatch: pytest.MonkeyPatch) -> None:
    lines, status, _said = run(monkeypatch, json.dumps(BONUS), "", json.dumps({**BONUS, "id": 2}))
    answers = [json.loads(line) for line in lines]
    assert ([answer["id"] for answer in answers], status) == (["B-1", 2], 0)
    assert set(answers[0]) == CONTRACT
    assert answers[0]["value"]["bonus_tax"] == "3390.10"
    step, cite = answers[0]["steps"][-1], answers[0]["cites"][0]
    assert (step["amount"], step["rate"], step["article"]) == ("3390.10", "0.10", "CS164 1")
    assert set(step["words"]) == {"en", "zh-hans"}
    assert (cite["key"], cite["url"]) == ("MOF2330", "/law/instruments/MOF2330/")


@pytest.mark.parametrize(
    "line",
    [
        "{", "[]", "null", '"x"', "5", "{}", '{"topic": "iit_bonus"}', '{"topic": "iit_bonus", "inputs": []}', "NaN",
        '{"topic": 5, "inputs": {}}', '{"topic": "iit_bonus", "inputs": {"bonus": NaN}}', "[" * 5000,
        '{"topic": "iit_bonus", "inputs": {"bonus": "\\ud800"}}', '{"topic": "iit_bonus", "inputs": {"bonus": 1e999}}',
    ],
)  # fmt: skip
def test_a_bad_line_is_answered_and_the_run_goes_on(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    lines, status, _said = run(monkeypatch, line, json.dumps(BONUS))
    refused = json.loads(lines[0])
    assert (refused["error"], refused["line"], status) == ("bad_input", 1, 2)
    assert refused["errors"]
    assert json.loads(lines[1])["value"]["bonus_tax"] == "3390.10"


def test_what_must_be_supplied_is_refused_and_no_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    document: dict[str, Any] = {"id": 1, "topic": "calendar", "inputs": {"dates": "2027-03-01"}}
    lines, status, _said = run(monkeypatch, json.dumps(document))
    assert status == 1
    assert "must be supplied" in str(json.loads(lines[0])["errors"])


def test_without_json_it_is_a_line_to_read_and_errors_go_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    lines, status, said = run(
        monkeypatch, json.dumps(BONUS), '{"topic": "iit_bonus", "inputs": {"bonus": "-1"}}', options=()
    )
    assert lines == ['B-1\tiit_bonus\tbonus_tax = "3390.10", tax = "3390.10"\thigh']
    assert (status, said.startswith("2: bonus: ")) == (2, True)
