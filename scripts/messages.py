#!/usr/bin/env python3
"""The rooms' catalogues: extract the English, keep the Chinese, compile.

    scripts/messages.py [ROOM …]     bring the .po files up to date and compile them
    scripts/messages.py --prune      … and forget translations nothing uses any more
    scripts/messages.py --compile    only compile what is out of date (make and manage.py do this)
    scripts/messages.py --check      say what is missing or wrong; exit status 1 if anything is

A room's catalogue holds the strings of its Python files and of templates/<room>/; `core` also those of every other
template. References name the file without a line, so that a catalogue changes only when a sentence does.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "zh_Hans"
COMMON_TEMPLATES = "core"  # the room that answers for templates of no room
# Which arguments of each function are sentence, plural and context.
ARGUMENTS = {"gettext": ("id",), "ngettext": ("id", "plural"), "pgettext": ("context", "id")}
ARGUMENTS |= {"npgettext": ("context", "id", "plural"), "_": ("id",), "gettext_noop": ("id",)}
ARGUMENTS |= {f"{name}_lazy": roles for name, roles in ARGUMENTS.items() if name.endswith("gettext")}
LITERAL = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"(?<![\w.])(_|n?p?gettext)\(\s*u?({LITERAL}(?:\s*,\s*u?{LITERAL})*)", re.S)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


@dataclass
class Message:
    """One English sentence and where it is said."""

    id: str
    plural: str = ""
    context: str | None = None
    files: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.id


class Wrong(Exception):
    """A string that cannot be translated as it is written."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Bring the Chinese catalogues up to date.")
    parser.add_argument("rooms", nargs="*", help="only these rooms")
    parser.add_argument("--compile", action="store_true", help="only compile")
    parser.add_argument("--check", action="store_true", help="report what is missing or wrong")
    parser.add_argument("--prune", action="store_true", help="forget translations nothing uses any more")
    options = parser.parse_args(arguments)
    rooms = options.rooms or all_rooms()
    if options.compile:
        compile_all(rooms)
        return 0
    try:
        found = {room: extract(room) for room in rooms}
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    if options.check:
        problems = [problem for room in rooms for problem in check(room, found[room])] + conflicts(rooms)
        print("\n".join(problems) or f"{len(rooms)} catalogues complete.")
        return 1 if problems else 0
    known = everything_translated()
    for room in rooms:
        update(room, found[room], known, options.prune)
    compile_all(rooms)
    return 0


def all_rooms() -> list[str]:
    return sorted(path.parent.name for path in ROOT.glob("*/apps.py"))


def catalogue(room: str) -> Path:
    return ROOT / room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def sources(room: str) -> Iterator[Path]:
    """The room's Python files, then its templates."""
    yield from sorted(path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)
    templates, rooms = ROOT / "templates", all_rooms()
    for path in sorted(path for kind in ("html", "txt") for path in templates.rglob(f"*.{kind}")):
        top = path.relative_to(templates).parts[0]
        if (top if top in rooms else COMMON_TEMPLATES) == room:
            yield path


def extract(room: str) -> list[Message]:
    """Every message of a room in the order it is met, each once."""
    found: dict[tuple[str | None, str], Message] = {}
    for path in sources(room):
        text, name = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
        for message in in_python(text, name) if path.suffix == ".py" else in_template(text, name):
            known = found.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            if name not in known.files:
                known.files.append(name)
    return list(found.values())


def in_python(text: str, name: str) -> Iterator[Message]:
    if "gettext" not in text:
        return
    calls = [node for node in ast.walk(ast.parse(text, name)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        function = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
        roles = ARGUMENTS.get(function or "")
        if not roles or not call.args:
            continue
        given = call.args[: len(roles)]
        if any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in given):
            raise Wrong(f"{name}:{call.lineno}: write the sentence whole, with named placeholders, not put together.")
        values = [str(argument.value) for argument in given if isinstance(argument, ast.Constant)]
        if len(values) == len(roles) and all(values):  # a variable is somebody else's sentence
            yield message(roles, values)


def in_template(text: str, name: str) -> Iterator[Message]:
    """Django turns tags and filters into calls of gettext; all other text becomes harmless."""
    if not settings.configured:
        settings.configure()
    try:
        python = templatize(text, origin=name)
    except SyntaxError as error:
        raise Wrong(f"{name}: {error}") from error
    for function, literals in CALL.findall(python):
        values = [ast.literal_eval(value) for value in re.findall(LITERAL, literals, re.S)]
        roles = ARGUMENTS[function]
        if len(values) >= len(roles) and values[-1]:
            yield message(roles, values)


def message(roles: tuple[str, ...], values: list[str]) -> Message:
    given = dict(zip(roles, values, strict=False))
    return Message(given["id"], given.get("plural", ""), given.get("context"))


def read(room: str) -> polib.POFile:
    path = catalogue(room)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    file = polib.POFile(wrapwidth=110)
    file.metadata = {
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    return file


def translations(file: polib.POFile) -> dict[tuple[str | None, str], str]:
    """What is translated in a catalogue, including what is no longer said."""
    texts = {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural.get(0, "") for entry in file}
    return {key: text for key, text in texts.items() if text}


def everything_translated() -> dict[tuple[str | None, str], str]:
    known: dict[tuple[str | None, str], str] = {}
    for room in all_rooms():
        known |= translations(read(room))
    return known


def update(room: str, messages: list[Message], known: dict[tuple[str | None, str], str], prune: bool) -> None:
    """Write the room's catalogue: its messages in order with the Chinese they have here, else in another room."""
    old = read(room)
    known = known | translations(old)
    notes = {(entry.msgctxt, entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = old.metadata
    for message in messages:
        entry = entry_of(message, known.get(message.key, ""))
        if before := notes.get(message.key):
            entry.tcomment, entry.comment = before.tcomment, before.comment
            entry.flags += [flag for flag in before.flags if flag == "fuzzy"]
        new.append(entry)
    said = {message.key for message in messages}
    for entry in old:
        if not prune and (entry.msgctxt, entry.msgid) not in said and (entry.msgstr or entry.msgstr_plural):
            entry.obsolete, entry.occurrences = True, []
            new.append(entry)
    path = catalogue(room)
    if (len(new) or path.exists()) and (not path.exists() or str(new) != path.read_text(encoding="utf-8")):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.write_text(str(new), encoding="utf-8")
        draft.replace(path)
    missing = sum(not (entry.translated() or entry.obsolete) for entry in new)
    print(f"{room}: {len(messages)} messages, {missing} without Chinese")


def entry_of(message: Message, chinese: str) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.id, msgctxt=message.context)
    entry.occurrences = [(file, "") for file in message.files]
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: chinese}
    else:
        entry.msgstr = chinese
    if re.search(r"%\(\w+\)|%[sd]", message.id + message.plural):
        entry.flags = ["python-format"]
    return entry


def check(room: str, messages: list[Message]) -> Iterator[str]:
    """What is missing or wrong in one catalogue."""
    file, path = read(room), catalogue(room).relative_to(ROOT)
    entries = {(entry.msgctxt, entry.msgid): entry for entry in file if not entry.obsolete}
    said = {message.key: message for message in messages}
    yield from (f"{path}: not extracted yet: {key[1]!r}" for key in said if key not in entries)
    yield from (f"{path}: said nowhere: {key[1]!r}" for key in entries if key not in said)
    if file.obsolete_entries():
        yield f"{path}: {len(file.obsolete_entries())} dead translations; run scripts/messages.py --prune"
    for key, entry in entries.items():
        chinese = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
        if "fuzzy" in entry.flags:
            yield f"{path}: fuzzy: {entry.msgid!r}"
        if not chinese:
            yield f"{path}: no Chinese: {entry.msgid!r}"
        elif wrong := placeholders_differ(entry.msgid, entry.msgid_plural, chinese):
            yield f"{path}: placeholders differ ({wrong}): {entry.msgid!r}"
        if key in said and said[key].plural != entry.msgid_plural:
            yield f"{path}: plural differs: {entry.msgid!r}"


def placeholders_differ(english: str, plural: str, chinese: str) -> str:
    """Chinese needs those of the plural (of the only form); it may drop none and add none."""
    wanted, given = set(PLACEHOLDER.findall(plural or english)), set(PLACEHOLDER.findall(chinese))
    return ", ".join(sorted(wanted ^ given))


def conflicts(rooms: list[str]) -> list[str]:
    """One English sentence with two Chinese ones: only one of them would ever be shown."""
    seen: dict[tuple[str | None, str], tuple[str, str]] = {}
    problems = []
    for room in rooms:
        for key, chinese in translations(read(room)).items():
            other, theirs = seen.setdefault(key, (room, chinese))
            if theirs != chinese:
                problems.append(f"{key[1]!r} is {theirs!r} in {other} but {chinese!r} in {room}; use a context.")
    return problems


def compile_all(rooms: list[str] | None = None) -> None:
    """Make each .mo that is older than its .po."""
    for room in rooms or all_rooms():
        source = catalogue(room)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            draft = target.with_suffix(f".mo.{os.getpid()}")  # two may compile at once
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)


if __name__ == "__main__":
    sys.exit(main())
