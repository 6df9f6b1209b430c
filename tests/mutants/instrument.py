"""Product modules are imported with every guard asking `switch` first. No file is changed; nothing happens until told."""

from __future__ import annotations

import ast
import functools
import importlib.machinery
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from tests.mutants.guards import ANSWERING, FUNCTIONS, ROOMS, ROOT, is_product, of_tree, relative


class Switch:
    """Which guard is off, and which were asked since the last look."""

    def __init__(self) -> None:
        self.off = ""
        self.asked: set[str] = set()

    def is_off(self, name: str) -> bool:
        self.asked.add(name)
        return self.off == name


switch = Switch()
LENIENT: dict[str, Callable[[Any], Any]] = {
    "may": lambda _user: True,
    "unit_paths": lambda _user: ("",),  # every path begins with nothing
    "visible_to": lambda rows: rows.all(),
    "select_for_update": lambda rows: rows.all(),
}


def method(name: str, thing: Any, word: str) -> Callable[..., Any]:
    """`thing.word`, or its lenient twin while this guard is off."""
    if not switch.is_off(name):
        return getattr(thing, word)  # type: ignore[no-any-return]
    lenient = LENIENT[word]
    return lambda *_a, **_k: lenient(thing)


def function(name: str, called: Callable[..., Any], answer: bool | None) -> Callable[..., Any]:
    return (lambda *_a, **_k: answer) if switch.is_off(name) else called


def decorator(name: str, decorate: Callable[..., Any]) -> Callable[..., Any]:
    """A guarding decorator: while it is off the bare function answers."""

    def apply(bare: Callable[..., Any]) -> Callable[..., Any]:
        guarded = decorate(bare)

        @functools.wraps(guarded)
        def either(*args: Any, **more: Any) -> Any:
            return (bare if switch.is_off(name) else guarded)(*args, **more)

        return either

    return apply


class Rights(dict[str, Any]):
    """The rights of an API view; a method whose guard is off needs none."""

    def __init__(self, names: dict[str, str], rights: dict[str, Any]) -> None:
        super().__init__(rights)
        self.names = names

    def get(self, key: str, default: Any = None) -> Any:  # type: ignore[override]
        return None if key in self.names and switch.is_off(self.names[key]) else super().get(key, default)


class _Rewriter(ast.NodeTransformer):
    """Puts the calls above around the guards that `of_tree` found."""

    def __init__(self, names: dict[int, list[tuple[str, str]]]) -> None:
        self.names = names

    def visit(self, node: ast.AST) -> Any:
        names = self.names.get(id(node), [])
        self.generic_visit(node)
        if not names:
            return node
        if isinstance(node, ast.Dict):
            table = ast.Dict([ast.Constant(m) for _n, m in names], [ast.Constant(n) for n, _m in names])
            return _call("Rights", node, table, node)
        (name, _method), = names  # fmt: skip
        if not isinstance(node, ast.Call):  # a decorator without arguments
            return _call("decorator", node, ast.Constant(name), node)
        if isinstance(node.func, ast.Attribute) and node.func.attr in LENIENT:
            node.func = _call("method", node, ast.Constant(name), node.func.value, ast.Constant(node.func.attr))
            return node
        word = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if word in FUNCTIONS:
            node.func = _call("function", node, ast.Constant(name), node.func, ast.Constant(word in ANSWERING or None))
            return node
        return _call("decorator", node, ast.Constant(name), node)


def _call(what: str, where: ast.AST, *args: ast.expr) -> ast.Call:
    """`__import__("tests.mutants.instrument", fromlist=["x"]).what(…)`: needs no name in the module."""
    module = ast.Call(
        ast.Name("__import__", ast.Load()),
        [ast.Constant(__name__)],
        [ast.keyword("fromlist", ast.List([ast.Constant(what)], ast.Load()))],
    )
    call = ast.Call(ast.Attribute(module, what, ast.Load()), list(args), [])
    return ast.fix_missing_locations(ast.copy_location(call, where))


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType | None:
        """Never from the cache of compiled files, and never into it."""
        tree = ast.parse(Path(self.path).read_text(encoding="utf-8"))
        names: dict[int, list[tuple[str, str]]] = {}
        for guard, node, word in of_tree(tree, relative(Path(self.path))):
            names.setdefault(id(node), []).append((guard.name, word))
        return compile(ast.fix_missing_locations(_Rewriter(names).visit(tree)), self.path, "exec")


class _Finder(importlib.machinery.PathFinder):
    @classmethod
    def find_spec(cls, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> Any:
        if fullname.partition(".")[0] not in ROOMS or ".migrations" in fullname:
            return None
        spec = super().find_spec(fullname, path, target)
        if spec and spec.origin and spec.origin.endswith(".py") and is_product(Path(spec.origin)):
            if Path(spec.origin).is_relative_to(ROOT):
                spec.loader = _Loader(fullname, spec.origin)
        return spec


def install() -> None:
    """From now on; modules that were imported before stay as they are."""
    sys.meta_path.insert(0, _Finder)
