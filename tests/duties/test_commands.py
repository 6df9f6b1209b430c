"""manage.py decide and redecide: one answer for each line, and no traceback for anything."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from duties.models import Assignment
from roster.models import Restriction

CASE = {"id": "T-1", "duty_codes": ["traffic-penalty-issue"], "context": {"jurisdiction": "CN"}}
CONTRACT = {
    "id", "decision", "verdict", "reasons", "duties_refused", "duty_codes", "findings", "obligations", "basis",
}  # fmt: skip


def run(monkeypatch, *lines: str, options=("--json",)) -> tuple[list[str], int]:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    out, status = io.StringIO(), 0
    try:
        call_command("decide", *options, stdout=out, stderr=io.StringIO())
    except SystemExit as ended:
        status = ended.code
    return out.getvalue().splitlines(), status


def test_one_line_in_one_line_out(monkeypatch):
    lines, status = run(monkeypatch, json.dumps(CASE), "", json.dumps({**CASE, "id": "T-2"}))
    answers = [json.loads(line) for line in lines]
    assert [answer["id"] for answer in answers] == ["T-1", "T-2"]
    assert set(answers[0]) == CONTRACT
    assert answers[0]["reasons"] == ["prohibited_duty"]
    assert {"code", "says", "cites"} <= set(answers[0]["findings"][0])
    assert status == 0


@pytest.mark.parametrize("line", ["{", "[]", "null", '"x"', '{"duty_codes": ["x"]}', '{"context": 5}'])
def test_a_bad_line_is_answered_and_the_run_goes_on(monkeypatch, line):
    lines, status = run(monkeypatch, line, json.dumps(CASE))
    assert json.loads(lines[0])["error"] == "bad_input"
    assert json.loads(lines[1])["decision"] == "refuse"
    assert status == 2


def test_without_json_it_is_a_line_to_read(monkeypatch):
    lines, _status = run(monkeypatch, json.dumps(CASE), options=())
    assert lines == ["T-1\trefuse\tprohibited\tprohibited_duty\ttraffic-penalty-issue"]


@pytest.mark.django_db
def test_redecide_names_what_it_stopped(stage, plain_text, capsys):
    assignment = stage.approved()
    Restriction.objects.create(auxiliary=stage.lin, kind="suspension", reason="停职", starts_on=stage.day)
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("redecide", "--on", stage.day.isoformat(), "--as", "supervisor", stdout=out)
    assert ended.value.code == 1
    assert assignment.number in out.getvalue()
    assert Assignment.objects.get(pk=assignment.pk).status == "stopped"


@pytest.mark.django_db
def test_redecide_by_nobody_is_used_wrongly():
    with pytest.raises(CommandError) as refused:
        call_command("redecide", "--as", "nobody")
    assert refused.value.returncode == 2
