"""Every service function of the house, read from its source, and whether it reaches the trail."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/services") if path.parent.name != "auxpolice")
WRITERS = {"record", "record_many"}


def sources():
    """Every module of the house that may write: services, and what they call for importing and deciding."""
    for room in [*ROOMS, "core"]:
        for path in sorted((ROOT / room).rglob("*.py")):
            if not {"migrations", "tests"} & set(path.parts):
                yield room, path, ast.parse(path.read_text(encoding="utf-8"))


def functions():
    """(room, name) → the function, for every function of the house at the top of a module or in a class."""
    found = {}
    for room, path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                found.setdefault(node.name, []).append((room, path, node))
    return found


def called(node):
    """(module, name) of what a function calls or hands on; the module is "" for a plain name."""
    names = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            target = part.func
            if isinstance(target, ast.Name):
                names.add(("", target.id))
            elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                names.add((target.value.id, target.attr))
            names |= {("", argument.id) for argument in part.args if isinstance(argument, ast.Name)}
    return names


def acts():
    """`room.function` of every public service function that says by whom it acts."""
    for room in ROOMS:
        for path in sorted((ROOT / room / "services").rglob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    if any(argument.arg == "by" for argument in node.args.kwonlyargs):
                        yield f"{room}.{node.name}", node


def reaches_the_trail(node, known, seen=None):
    """Does the function record, itself or by a function of the house that it calls?"""
    seen = seen if seen is not None else set()
    names = called(node)
    if {name for _, name in names} & WRITERS:
        return True
    for module, name in names - seen:
        seen.add((module, name))
        for _, path, other in known.get(name, ()):
            if (not module or module in (path.stem, path.parent.name)) and reaches_the_trail(other, known, seen):
                return True
    return False
