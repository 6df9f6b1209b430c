"""Days are read as offices type them, and what cannot be read stays in sight."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from core.days import WORDS, typed_day, typed_moment
from core.forms import DateInput, HouseForm, MomentInput

TODAY = date(2026, 11, 21)
READ = [
    ("2026-11-21", "2026-11-21"), ("2026.11.21", "2026-11-21"), ("2026/1/2", "2026-01-02"), ("20261121", "2026-11-21"),
    ("2026年11月21日", "2026-11-21"), ("2026 11 21", "2026-11-21"), ("11-21", "2026-11-21"), ("1.2", "2026-01-02"),
    ("11月21日", "2026-11-21"), (" 今天 ", "2026-11-21"), ("明天", "2026-11-22"), ("昨天", "2026-11-20"),
    ("Tomorrow", "2026-11-22"), ("后天", "2026-11-23"),
]  # fmt: skip
UNREAD = ["", "31.31", "2026-02-30", "2026112", "202611210", "26-11-21-1", "now", "0000-01-01", "२०२६-११-२१", "1"]


class Paper(HouseForm):
    day = forms.DateField(widget=DateInput())
    at = forms.DateTimeField(widget=MomentInput(), required=False)


@pytest.mark.parametrize(("typed", "day"), READ)
def test_what_offices_type_is_a_day(typed, day):
    assert typed_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", UNREAD)
def test_what_is_no_day_is_left_alone(typed):
    assert typed_day(typed, TODAY) == typed


def test_a_form_takes_a_typed_day(monkeypatch):
    monkeypatch.setenv("AUXPOLICE_TODAY", TODAY.isoformat())
    form = Paper({"day": "明天"})
    assert form.is_valid() and form.cleaned_data["day"] == date(2026, 11, 22)
    assert 'type="date"' in str(form["day"]) and 'value="2026-11-22"' in str(form["day"])


def test_what_was_typed_is_not_lost_when_it_is_no_day():
    """A date box would show it empty."""
    form = Paper({"day": "31.31"})
    assert not form.is_valid()
    assert 'type="text"' in str(form["day"]) and 'value="31.31"' in str(form["day"])


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-11-21T14:30", "2026-11-21T14:30"), ("2026-11-21 14:30", "2026-11-21T14:30"), ("今天 9:05", "2026-11-21T09:05"),
        ("tomorrow 0:00", "2026-11-22T00:00"), ("11-22 1430", "2026-11-22T14:30"), ("20261122 14：30", "2026-11-22T14:30"),
        ("11月22日 14时30分", "2026-11-22T14:30"),
    ],
)  # fmt: skip
def test_what_offices_type_is_a_moment(typed, moment):
    assert typed_moment(typed, TODAY) == moment


@pytest.mark.parametrize("typed", ["", "14:30", "11-22", "11-22 24:00", "11-22 9:60", "31.31 9:00", "soon 9:00"])
def test_what_is_no_moment_is_left_alone(typed):
    assert typed_moment(typed, TODAY) == typed


def test_a_form_takes_a_typed_moment_and_keeps_what_is_none_in_sight(monkeypatch):
    monkeypatch.setenv("AUXPOLICE_TODAY", TODAY.isoformat())
    form = Paper({"day": "今天", "at": "明天 14:30"})
    assert form.is_valid() and f"{form.cleaned_data['at']:%Y-%m-%d %H:%M}" == "2026-11-22 14:30"
    assert 'type="datetime-local"' in str(form["at"]) and 'value="2026-11-22T14:30"' in str(form["at"])
    wrong = Paper({"day": "今天", "at": "soon"})
    assert not wrong.is_valid() and 'type="text"' in str(wrong["at"]) and 'value="soon"' in str(wrong["at"])


def test_the_day_of_a_week_is_the_day_here_and_stands_as_each_language_says_it():
    early = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # seven in the morning of Monday in China
    said = Template("{{ at|weekday_and_day }}")
    with translation.override("en"):
        assert said.render(Context({"at": early})) == "Monday, 23 November"
    with translation.override("zh-hans"):
        assert said.render(Context({"at": early})) == "11月23日 星期一"


def test_the_box_knows_the_same_words_as_the_server():
    script = (settings.BASE_DIR / "static" / "js" / "days.js").read_text(encoding="utf-8")
    said = re.search(r"const WORDS = \{(.*?)\};", script, re.S)
    pairs = re.findall(r'"?([\w]+)"?: (-?\d)', said[1])
    assert {word: int(step) for word, step in pairs} == WORDS
