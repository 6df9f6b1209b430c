#!/usr/bin/env python3
"""Rules of this house that no general tool knows: said as code, tried in tests/hostile/test_static.py, run by `make check`.

    scripts/rules.py            says what breaks a rule; exit status 1 if anything does

A line may be excused by a comment `rule: <name>, <reason>` on it; the number of excuses is limited.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = {"tests", "scripts", "docs", "var", "node_modules", "static", "migrations", ".venv", "drill"}
MOST_EXCUSES = 25
FETCHING = {
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "ftplib",
    "http.client",
    "urllib.request",
    "smtplib",
    "socket",
    "telnetlib",
}
# Who may open a connection, and to what. Everything else that leaves the house goes through these.
MAY_CONNECT = {
    "core/uploads/scanner.py": "the virus scanner named in CLAMD",
    "accounts/views/outside.py": "names the errors of the same",
    "accounts/outside/": "the directory or identity provider named in the settings",
}
LOOSE_XML = {"xml.etree", "xml.etree.ElementTree", "xml.dom", "xml.dom.minidom", "xml.sax", "lxml", "lxml.etree"}
LONGEST_WAIT = 600  # seconds a message may wait in the queue; what is due later stands in the database


@dataclass(frozen=True)
class Breach:
    """A rule that is broken at a place."""

    rule: str
    place: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.place}:{self.line}: {self.rule}: {self.says}"


Found = Iterator[tuple[str, int, str]]
Rule = Callable[[ast.AST, str], Found]


def dotted(node: ast.AST) -> str:
    """`a.b.c` as text; calls in between are stepped over."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def in_part(place: str, *parts: str) -> bool:
    """Is the file one of these parts of a room: `rules.py`, or anything in `rules/`?"""
    return any(f"/{part}/" in f"/{place}" or place.endswith(f"/{part}.py") for part in parts)


def all_fields(node: ast.AST, place: str) -> Found:
    if isinstance(node, ast.Assign | ast.keyword):
        names = [dotted(t) for t in node.targets] if isinstance(node, ast.Assign) else [node.arg]
        if "fields" in names and isinstance(node.value, ast.Constant) and node.value.value == "__all__":
            yield "all-fields", node.value.lineno, "name the fields: a new one must not come out by itself"


def unscoped(node: ast.AST, place: str) -> Found:
    """What a visitor gets is asked by `visible_to`, in views and in the API, in the same expression."""
    if not in_part(place, "views", "api") or not isinstance(node, ast.stmt) or has_statements(node):
        return
    text = ast.unparse(node)
    if ".objects" in text and not SCOPED.search(text):
        yield "unscoped", node.lineno, "fetch through .visible_to(user): outside the scope is 404"


def has_statements(node: ast.AST) -> bool:
    return bool(getattr(node, "body", None)) and not isinstance(node, ast.Expr)


def queueing(node: ast.AST, place: str) -> Found:
    if not isinstance(node, ast.Call):
        return
    name = dotted(node.func).rpartition(".")[2]
    if place.startswith("auxpolice/embedded/"):
        return  # knows no queue: a delay there is one between two starts of a program
    if name in ("delay", "apply_async", "delay_on_commit", "send_task") and place != "core/outbox.py":
        yield "queueing", node.lineno, "emit() into the outbox: a message of the queue is only a wake-up"
    for given in node.keywords:
        if given.arg == "eta" or (given.arg == "countdown" and too_long(given.value)):
            yield "waiting", node.lineno, "what is due later stands in the database, not in the queue"


def too_long(value: ast.expr) -> bool:
    return not isinstance(value, ast.Constant) or not isinstance(value.value, int) or value.value > LONGEST_WAIT


def marked_safe(node: ast.AST, place: str) -> Found:
    if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in ("mark_safe", "SafeString", "SafeText"):
        yield "safe", node.lineno, "use format_html or a template: text of people is never marked safe"
    if isinstance(node, ast.Call) and dotted(node.func).endswith("csrf_exempt"):
        yield "csrf", node.lineno, "every unsafe request carries its token"
    if isinstance(node, ast.Name) and node.id == "csrf_exempt":
        yield "csrf", node.lineno, "every unsafe request carries its token"


def imported(node: ast.AST) -> list[tuple[str, int]]:
    if isinstance(node, ast.Import):
        return [(name.name, node.lineno) for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        whole = [(f"{node.module}.{name.name}", node.lineno) for name in node.names]
        return [(node.module, node.lineno), *whole]
    return []


def fetching(node: ast.AST, place: str) -> Found:
    if place.startswith("auxpolice/") or any(place.startswith(allowed) for allowed in MAY_CONNECT):
        return
    for name, line in imported(node):
        if name in FETCHING:
            yield "fetching", line, f"{name}: nothing in a room opens a connection (MAY_CONNECT names who may)"


def loose_xml(node: ast.AST, place: str) -> Found:
    for name, line in imported(node):
        if name in LOOSE_XML and "ParseError" not in ast.unparse(node):
            yield "xml", line, f"{name}: read XML with defusedxml"


def own_clock(node: ast.AST, place: str) -> Found:
    if in_part(place, "rules", "services", "decision") and isinstance(node, ast.Call):
        name = dotted(node.func)
        if name.endswith(
            ("date.today", "datetime.now", "datetime.utcnow", "timezone.now", "timezone.localdate", "time.time")
        ):
            yield "clock", node.lineno, "the day is an argument; the moment is core.clock.now()"


RULES: tuple[Rule, ...] = (all_fields, unscoped, queueing, marked_safe, fetching, loose_xml, own_clock)
OF_TEMPLATES = {
    re.compile(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off"): ("safe", "text of people is never marked safe"),
    re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"|javascript:", re.I): (
        "inline",
        "nothing stands inline: the policy allows neither scripts nor styles in pages",
    ),
    re.compile(r"(?:src|href)=\"https?://(?!www\.w3\.org)", re.I): ("outside", "nothing is loaded from elsewhere"),
}
# How a query says whose rows it means.
SCOPED = re.compile(r"visible_to|\.scope\(|to_decide\(|subtree\(|user=request\.user|person_id=user\.person_id")
EXCUSE = re.compile(r"rule: ([a-z-]+), \S+")


def of_python(text: str, place: str) -> list[Breach]:
    """Breaches of one file that no comment on their line excuses."""
    lines = text.splitlines()
    found = set()
    for node in ast.walk(ast.parse(text)):
        for rule in RULES:
            for name, line, says in rule(node, place):
                last = max(line, getattr(node, "end_lineno", None) or line)
                if name not in EXCUSE.findall("\n".join(lines[line - 1 : last])):
                    found.add(Breach(name, place, line, says))
    return sorted(found, key=lambda one: one.line)


def of_template(text: str, place: str) -> list[Breach]:
    return [
        Breach(name, place, text.count("\n", 0, hit.start()) + 1, says)
        for pattern, (name, says) in OF_TEMPLATES.items()
        for hit in pattern.finditer(text)
    ]


def sources(ending: str) -> Iterator[Path]:
    for path in sorted(ROOT.rglob(f"*.{ending}")):
        if not set(path.relative_to(ROOT).parts[:-1]) & OUTSIDE:
            yield path


def everything() -> tuple[list[Breach], int]:
    """All breaches, and how many lines are excused."""
    found, excuses = [], 0
    for path in sources("py"):
        text, place = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
        found += of_python(text, place)
        excuses += len(EXCUSE.findall(text))
    for path in sources("html"):
        found += of_template(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
    return found, excuses


def main() -> int:
    found, excuses = everything()
    for one in found:
        print(one)
    if excuses > MOST_EXCUSES:
        print(f"{excuses} lines are excused; at most {MOST_EXCUSES} may be")
    return 1 if found or excuses > MOST_EXCUSES else 0


if __name__ == "__main__":
    sys.exit(main())
