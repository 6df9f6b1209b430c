"""The page of assurance is generated, misses no number, and does not flatter."""

from __future__ import annotations

import pytest

from tests.assurance.page import PAGE, line, page
from tests.assurance.results import Result, targets

NUMBERS = [f"R-{n:02}" for first, last in ((1, 10), (20, 69), (71, 86)) for n in range(first, last + 1)]
BOTH = {"title": "t", "threshold": "0", "forms": ["gate", "long"]}


def result(form: str, *, ok: bool = True, figure: str = "0 of 5") -> Result:
    return Result(test=f"test_{form}", number="R-01", figure=figure, ok=ok, form=form)


def test_every_number_of_the_bar_is_a_target():
    assert sorted(targets()) == sorted([*NUMBERS, "R-29b"])


def test_every_target_has_exactly_one_line_on_a_page():
    lines = page([]).splitlines()
    assert [sum(text.startswith(f"| {number} |") for text in lines) for number in targets()] == [1] * len(targets())


def test_the_committed_page_misses_no_number():
    text = PAGE.read_text(encoding="utf-8")
    assert [number for number in targets() if f"\n| {number} |" not in text] == []


@pytest.mark.parametrize(
    ("results", "ends"),
    [
        ([], "**FAIL**: not run |"),
        ([result("gate")], "**FAIL**: long form not run |"),
        ([result("gate"), result("long")], "pass |"),
        ([result("long")], "pass |"),
        ([result("gate"), result("long", ok=False)], "**FAIL** |"),
    ],
)
def test_a_number_passes_only_when_every_form_was_run_and_was_good(results: list[Result], ends: str):
    assert line("R-01", BOTH, results)[0].endswith(ends)


def test_a_wing_that_is_not_built_and_a_drill_say_so():
    unbuilt = {"title": "Something to come", "threshold": "0 of 1", "wing": "What comes next"}
    assert line("R-99", unbuilt, [])[0].endswith("not yet: What comes next |")
    assert "by hand: " in line("R-85", targets()["R-85"], [])[0]


def test_a_failed_figure_is_marked_where_it_stands():
    text, _kind = line("R-01", BOTH, [result("gate", ok=False, figure="2 | 5")])
    assert "| **FAIL** 2 / 5 |" in text


def test_a_figure_that_is_not_good_enough_fails_its_test(assure, request):
    with pytest.raises(AssertionError, match="R-10: 3 differences"):
        assure("R-10", "3 differences", ok=False)
    request.node.user_properties.clear()  # this one was on purpose
