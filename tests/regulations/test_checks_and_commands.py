"""`manage.py check` and `manage.py rules`."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from regulations import checks, rules


def run(word: str) -> str:
    out = StringIO()
    call_command("rules", word, stdout=out)
    return out.getvalue()


def test_the_check_is_silent_on_this_release() -> None:
    assert [message.msg for message in checks.packs_are_sound(None)] == []


def test_a_rule_of_which_the_nation_does_not_speak_stops_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_RULES", dict(rules._RULES))
    rules.rule("XX-01", about="test", says="Too little.")(lambda facts: True)
    (message,) = checks.packs_are_sound(None)
    assert message.id == "regulations.E002"
    assert "XX-01" in message.msg


def test_rules_finds_a_duty_by_a_chinese_word_with_the_place_of_each_row() -> None:
    said = run("继续盘问执法")
    assert "continued-questioning  Taking part in continued-questioning enforcement" in said
    assert (
        "CN-440300  requires_police_lead  SZ 9  since 2019-04-26  regulations/data/CN-440300/verdicts/custody.toml:3"
        in said
    )


def test_rules_finds_a_value_by_an_english_word_with_its_line() -> None:
    said = run("longest probation of an open-ended")
    (line,) = [line for line in said.splitlines() if "LCL 19" in line]
    place = line.split()[-1]
    path, _, number = place.partition(":")
    with open(path, encoding="utf-8") as file:
        assert file.readlines()[int(number) - 1].strip() == "[[probation_open_ended_max_months.values]]"


def test_rules_finds_a_rule_by_its_code_with_article_and_test() -> None:
    said = run("DU-02")
    assert "CN  HA 17(8)" in said
    assert "test  duties/rules/" in said


def test_a_word_that_nothing_mentions_ends_with_status_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("rules", "zzzz")
    assert ended.value.code == 1
    assert "zzzz" in capsys.readouterr().err
