"""Every guard in the source, found in the syntax tree: where it stands, of which kind it is, by what name it is known."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("core", "organisation", "accounts", "regulations", "reminders", "evidence", "exports", "roster", "duties",
         "discipline", "payroll", "insights", "privacy", "auxpolice")  # fmt: skip
# Called on an object: the name → kind of guard.
METHODS = {"visible_to": "scope", "unit_paths": "scope", "select_for_update": "lock", "may": "right"}
# Decorators: the name → kind. Without arguments (`@recently_confirmed`) and with them (`@requires(…)`).
DECORATORS = {"requires": "right", "rated": "limit", "recently_confirmed": "step-up"}
# Functions that raise, and functions that answer yes or no.
RAISING = {
    "confirm_api": "step-up", "spend": "limit", "_must_be_another": "two persons",
    "_keep_administrators_apart": "two persons", "check_version": "lock",
}  # fmt: skip
ANSWERING = {"may_read": "field", "may_decide": "two persons", "may_review": "two persons"}
FUNCTIONS = RAISING | ANSWERING


@dataclass(frozen=True)
class Guard:
    """One place that says no. `name` is stable while the function it stands in stays: file, function, kind, count."""

    name: str
    kind: str
    file: str
    line: int


def of_tree(tree: ast.AST, file: str) -> list[tuple[Guard, ast.AST, str]]:
    """Guards of one module with their nodes; for an API view's rights also the method."""
    finder = _Finder(file)
    finder.visit(tree)
    return finder.found


def of_rooms(rooms: tuple[str, ...] = ROOMS) -> Iterator[Guard]:
    for path in files(rooms):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from (guard for guard, _node, _method in of_tree(tree, relative(path)))


def files(rooms: tuple[str, ...]) -> list[Path]:
    found = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts and is_product(path)]


def is_product(path: Path) -> bool:
    """Demonstration data and benchmarks guard nothing."""
    return not {"seeding", "benching", "embedded"} & set(path.parts)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


class _Finder(ast.NodeVisitor):
    def __init__(self, file: str) -> None:
        self.file, self.found = file, []  # type: str, list[tuple[Guard, ast.AST, str]]
        self._within: list[str] = []
        self._counts: dict[str, int] = {}

    def _add(self, node: ast.AST, kind: str, word: str, method: str = "") -> None:
        place = f"{self.file}:{'.'.join(self._within) or 'module'}:{word}{'.' + method if method else ''}"
        number = self._counts[place] = self._counts.get(place, 0) + 1
        name = place if number == 1 else f"{place}#{number}"
        self.found.append((Guard(name, kind, self.file, node.lineno), node, method))  # type: ignore[attr-defined]

    def _enter(self, node: ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef) -> None:
        self._within.append(node.name)
        for decorator in node.decorator_list:
            word = _word(decorator.func if isinstance(decorator, ast.Call) else decorator)
            if word in DECORATORS:
                self._add(decorator, DECORATORS[word], word)
        for child in ast.iter_child_nodes(node):
            if child not in node.decorator_list:
                self.visit(child)
        self._within.pop()

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _enter

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS and not _own(node.func):
            self._add(node, METHODS[node.func.attr], node.func.attr)
        elif _word(node.func) in FUNCTIONS:
            self._add(node, FUNCTIONS[_word(node.func)], _word(node.func))
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._rights([target.id for target in node.targets if isinstance(target, ast.Name)], node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._rights([node.target.id] if isinstance(node.target, ast.Name) else [], node.value)
        self.generic_visit(node)

    def _rights(self, names: list[str], value: ast.AST | None) -> None:
        """`rights = {"GET": (…), …}` of an API view: one guard for each method."""
        if "rights" in names and isinstance(value, ast.Dict):
            for key in value.keys:
                if isinstance(key, ast.Constant):
                    self._add(value, "right", "rights", str(key.value))


def _word(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _own(function: ast.Attribute) -> bool:
    """`super().visible_to(…)` hands on, `scope.may(…)` is the module that answers: no guards of their own."""
    value = function.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "super":
        return True
    return isinstance(value, ast.Name) and value.id in ("scope", "access")
