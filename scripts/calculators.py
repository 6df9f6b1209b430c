#!/usr/bin/env python3
"""Write docs/calculators.md: every topic of `manage.py calculate` with its inputs. A test fails when the page is stale."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "calculators.md"
HEAD = """# Calculators

Written by `python scripts/calculators.py` from the topics in `payroll/calculating/topics/`; do not edit.

`manage.py calculate --json` reads one JSON document a line on standard input and answers each on a line. The pages and
the API answer the same documents by the same functions; so do the pay run and the contracts.

```
echo '{"id": "1", "topic": "iit_bonus", "inputs": {"bonus": "36001.00"}}' | python manage.py calculate --json
```

An answer has `id` and `topic` as they were asked, and

| key | is |
| --- | --- |
| `value` | the results, by the names below |
| `steps` | the way: `words` in both languages, `quantity`, `rate`, `amount`, `article` |
| `cites` | the articles, with title and link into the law library |
| `notes` | what the reader must know besides, in both languages: settings, contested points, inputs that were not used |
| `confidence` | high, medium or low: as sure as the weakest value of the law it stands on |

A line that cannot be answered is answered by `error` and `errors`: the input's name and what to do. Exit status: 0 all
answered; 1 a value that the law data lacks must be supplied; 2 an input, a topic or a document is wrong.

**Inputs.** Money is text in yuan (`"5000.00"`), a number is taken too; never less than zero. A rate is `"8%"` or
`"0.08"`. A day is `"2026-11-22"`, a month `"2026-11"`. Yes or no is `true` or `false`. Where a list is taken, one value
alone is a list of one. `null` is as if left out. Amounts in answers are text, half-up to the fen for each line.

**Which question.** A topic has several questions. Of those whose needed inputs (●) are all given, the one that needs most
is answered.

**Several at once.** Lists of the same length for inputs that take one value, or `persons` with an object for each
person, ask the question once for each; every answer is then a list, and what stands beside `persons` counts for all:
`{"wage": ["3000", "2500"], "damage": "1000", "min_wage": "2200"}`.

**Other names.** A name that no question of the topic knows is taken for the one it is alike to (`salary` for `monthly`,
`minimum_wage` for `min_wage`, `hired` for `joined`, `birthday` for `born` …; the whole list stands in
`payroll/calculating/topics/alike.py`). What is still not known is named in `notes` as not used.

**Every question** also takes `on` (the day whose law counts; today when left out, or the day the inputs are about) and
`place` (the code of a rule pack such as `CN-510000`; the nation when left out).
"""


def page() -> str:
    """Every topic with its questions, inputs and answers, in English."""
    from django.utils.translation import override

    from payroll.calculating.topics.registry import topics

    with override("en"):
        return "\n".join([HEAD, *(line for topic, questions in topics().items() for line in _topic(topic, questions))])


def _topic(topic: str, questions: Iterable[Any]) -> Iterator[str]:
    yield f"## `{topic}`\n"
    for one in questions:
        yield f"### {one.title}\n"
        yield "| input | | kind | what |\n| --- | --- | --- | --- |"
        yield from _fields(one.fields)
        yield "\n| answer | what |\n| --- | --- |"
        yield from (f"| `{name}` | {_cell(words)} |" for name, words in one.answers.items())
        yield ""


def _fields(fields: Iterable[Any], under: str = "") -> Iterator[str]:
    for field in fields:
        if under and field.name in ("on", "place"):
            continue
        kind = field.kind.replace("_", " ") + (", list" if field.many else "")
        if field.choices:
            kind += ": " + ", ".join(f"`{choice}`" for choice in field.choices)
        about = _cell(field.about)
        if field.also:
            about += " (also " + ", ".join(f"`{name}`" for name in field.also) + ")"
        yield f"| `{under}{field.name}` | {'●' if field.needed else ''} | {kind} | {about} |"
        yield from _fields(field.fields, f"{under}{field.name}[].")


def _cell(words: Any) -> str:
    return str(words).replace("|", "\\|")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from scripts.written import write

    sys.exit(write(PAGE, page))
