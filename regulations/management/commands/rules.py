"""Every rule, duty and value that mentions a word: manage.py rules probation"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from regulations import rules
from regulations.library import places, values
from regulations.packs import load

INDENT = "       "


class Command(BaseCommand):
    help = "List every rule, duty and value that mentions WORD: code, sentence, article per pack, file and line."
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "word", nargs="?", default="", help="a word of a code, sentence or name, English or Chinese"
        )

    def handle(self, *args: Any, word: str, **options: Any) -> None:
        word = word.strip().lower()
        with translation.override("en"):
            found = [entry for entry in (*_rules(), *_duties(), *_values()) if word in "\n".join(entry).lower()]
        for entry in found:
            self.stdout.write("\n".join(entry))
        if not found:
            self.stderr.write(f"No rule, duty or value mentions {word!r}.")
            sys.exit(1)


def _rules() -> Iterator[list[str]]:
    """Rules with the articles of each pack that speaks of them."""
    packs = load()
    for rule in rules.all_rules():
        said = rules.in_general(rule.says)
        path, line = rule.place()
        entry = [f"{rule.code}  {said['en']}", f"{INDENT}{said['zh-hans']}"]
        for pack, files in packs.files.items():
            for number, clause in enumerate(files.clauses.get(rule.code, ())):
                if clause.applies:
                    words = f"{', '.join(clause.cites)}  since {clause.since}"
                else:
                    words = f"does not apply: {clause.because_en}" if clause.because_en else f"ends {clause.since}"
                entry.append(f"{INDENT}{pack}  {words}  {places.place('rule', rule.code, pack, number)}")
        yield [*entry, f"{INDENT}test  {places.relative(path)}:{line}"]


def _duties() -> Iterator[list[str]]:
    """Duties of the catalogue with what each pack says of them."""
    packs = load()
    for duty in packs.duties():
        entry = [f"{duty.code}  {duty.name_en}", f"{INDENT}{duty.name_zh}"]
        for pack, files in packs.files.items():
            for number, row in enumerate(files.verdicts.get(duty.code, ())):
                words = f"{row.verdict}  {', '.join(row.cites)}  since {row.since}"
                entry.append(f"{INDENT}{pack}  {words}  {places.place('verdict', duty.code, pack, number)}")
        yield entry


def _values() -> Iterator[list[str]]:
    """Dated values with the article of each."""
    packs = load()
    for key in sorted({key for files in packs.files.values() for key in files.values}):
        stated = values.everywhere(key)
        entry = [f"{key}  {stated[0].title_en}", f"{INDENT}{stated[0].title_zh}"]
        for pack, files in packs.files.items():
            for number, row in enumerate(files.values.get(key, ())):
                words = f"{values.in_words(row.value, row.unit)}  {', '.join(row.cites)}  since {row.since}"
                entry.append(f"{INDENT}{pack}  {words}  {places.place('value', key, pack, number)}")
        yield entry
