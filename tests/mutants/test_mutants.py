"""R-05: the machine that takes guards away works, and (long form) no guard is missed by nobody."""

from __future__ import annotations

import ast
import json
import subprocess
import sys

import pytest

from tests.mutants import instrument
from tests.mutants.__main__ import FOLDER, MUST
from tests.mutants.guards import ROOT, of_rooms, of_tree
from tests.mutants.planning import asking_tests

SOURCE = """
@requires("view")
def page(request, pk):
    confirm_api(request)
    rows = Row.objects.visible_to(request.user).select_for_update()
    return rows if request.user.may("edit") else request.user.unit_paths("view")

@recently_confirmed
def act(request):
    return may_read(request.user, "view")

class Api:
    rights = {"GET": ("view",), "POST": ("edit",)}

class Rows:
    def visible_to(self, user):
        return super().visible_to(user)
"""


# Scope and audit: here every mutant is killed; of all of them together 95 in a hundred.
ALL_OF = ("core/", "core_", "evidence/", "evidence_", "accounts/scope.py")


class Rows:
    """A queryset that says what was asked of it."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def visible_to(self, user: object) -> Rows:
        return Rows(*self.words, "visible")

    def select_for_update(self) -> Rows:
        return Rows(*self.words, "locked")

    def all(self) -> Rows:
        return self


class User:
    def may(self, right: str) -> bool:
        return False

    def unit_paths(self, right: str) -> tuple[str, ...]:
        return ("1.",)


class Request:
    user = User()


def nobody(*_: object) -> None:
    raise PermissionError


def play(off: str) -> dict[str, object]:
    """The sample module with one guard off."""
    tree = ast.parse(SOURCE)
    names: dict[int, list[tuple[str, str]]] = {}
    for guard, node, method in of_tree(tree, "sample.py"):
        names.setdefault(id(node), []).append((guard.name, method))
    space = {
        "requires": lambda _right: lambda _view: nobody,
        "confirm_api": nobody,
        "recently_confirmed": lambda _view: nobody,
        "may_read": lambda _user, _right: False,
        "Row": type("Row", (), {"objects": Rows()}),
    }
    instrument.switch.off = off
    exec(compile(instrument._Rewriter(names).visit(tree), "sample.py", "exec"), space)  # noqa: S102 - our own sample
    return space


@pytest.fixture(autouse=True)
def nothing_is_off():
    yield
    instrument.switch.off = ""


def test_every_guard_of_a_module_is_found_once():
    found = [(guard.name, guard.kind) for guard, _node, _method in of_tree(ast.parse(SOURCE), "sample.py")]
    assert sorted(found) == [
        ("sample.py:Api:rights.GET", "right"),
        ("sample.py:Api:rights.POST", "right"),
        ("sample.py:act:may_read", "field"),
        ("sample.py:act:recently_confirmed", "step-up"),
        ("sample.py:page:confirm_api", "step-up"),
        ("sample.py:page:may", "right"),
        ("sample.py:page:requires", "right"),
        ("sample.py:page:select_for_update", "lock"),
        ("sample.py:page:unit_paths", "scope"),
        ("sample.py:page:visible_to", "scope"),
    ]


def test_with_nothing_off_every_guard_stands():
    with pytest.raises(PermissionError):
        play("")["page"](Request(), 1)


def test_the_decorator_can_be_taken_away_and_the_next_guard_still_stands():
    with pytest.raises(PermissionError):
        play("sample.py:page:requires")["page"](Request(), 1)  # `confirm_api` refuses now


def test_a_decorator_without_arguments_and_a_question_can_be_taken_away():
    with pytest.raises(PermissionError):
        play("sample.py:act:may_read")["act"](Request())
    assert play("sample.py:act:recently_confirmed")["act"](Request()) is False
    instrument.switch.off = "x"
    assert instrument.function("x", lambda _user: False, True)(Request.user) is True
    assert instrument.function("y", lambda _user: False, True)(Request.user) is False


@pytest.mark.parametrize(
    ("off", "words"),
    [("", ("visible", "locked")), ("visible_to", ("locked",)), ("select_for_update", ("visible",))],
)
def test_a_scope_and_a_lock_can_be_taken_away(off: str, words: tuple[str, ...]):
    rows = instrument.method
    instrument.switch.off = off
    seen = rows("visible_to", Rows(), "visible_to")(Request.user)
    assert rows("select_for_update", seen, "select_for_update")().words == words


def test_a_right_and_the_paths_can_be_taken_away():
    instrument.switch.off = "x"
    assert instrument.method("x", User(), "may")("edit") is True
    assert instrument.method("x", User(), "unit_paths")("edit") == ("",)
    assert instrument.method("y", User(), "may")("edit") is False


def test_one_method_of_an_api_view_can_be_opened():
    rights = play("sample.py:Api:rights.POST")["Api"].rights  # type: ignore[attr-defined]
    assert rights.get("POST") is None and rights.get("GET") == ("view",)


def test_the_house_has_guards_of_every_kind_and_their_names_are_unique():
    names = [guard.name for guard in of_rooms()]
    assert len(names) == len(set(names)) and len(names) > 300
    assert {guard.kind for guard in of_rooms()} == {
        "right",
        "scope",
        "lock",
        "field",
        "limit",
        "step-up",
        "two persons",
    }


def test_the_plan_takes_the_quickest_test_of_each_file_first_and_no_broken_one():
    told = {
        "a.py::slow": {"seconds": 2, "good": True, "asked": ["g"], "refused": []},
        "a.py::quick": {"seconds": 1, "good": True, "asked": ["g"], "refused": []},
        "b.py::late": {"seconds": 3, "good": True, "asked": ["g"], "refused": ["once"]},
        "b.py::broken": {"seconds": 0, "good": False, "asked": ["g"], "refused": []},
    }
    built = [{"table": "t", "name": "once", "kind": "constraint", "function": ""}]
    plan = asking_tests(told, built)
    assert asking_tests(told, built, {"g": "a.py::slow"})["g"][0] == "a.py::slow"
    assert plan == {"g": ["a.py::quick", "b.py::late", "a.py::slow"], "t:once": ["b.py::late"]}


@pytest.mark.long
def test_every_guard_is_missed_by_some_test(assure):
    subprocess.run([sys.executable, "-m", "tests.mutants", "--rooms", *MUST], cwd=ROOT, check=False)
    report = json.loads((FOLDER / "report.json").read_text())
    left = [*report["survived"], *report["not judged"], *report["asked by no test"]]
    kept = [name for name in left if name.startswith(ALL_OF)]
    share = len(report["killed"]) / report["guards"]
    figure = (
        f"{len(report['killed'])} of {report['guards']} mutants killed in {report['minutes']} min, {len(kept)} left in"
    )
    assure("R-05", f"{figure} scope and audit", ok=not kept and share >= 0.95 and report["guards"] >= 60)
