"""One question for one person or for a list: `{"persons": [{…}, …]}` is answered by a list under each key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from payroll.calculating.answers import Answer
from payroll.calculating.topics.alike import by_known_names
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import COMMON, Calculate, Question, best, question
from payroll.calculating.topics.side_by_side import together

# What a list of a topic may hold: each row is answered by the question whose inputs it gives.
_rows: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)


def one_or_several(
    topic: str,
    name: str,
    *,
    title: Any,
    fields: tuple[Field, ...],
    answers: Mapping[str, Any],
    about: Any,
    rows: str = "persons",
) -> Callable[[Calculate], Calculate]:
    """Register the question for the inputs of one, and for a list of objects. `about` tells what an object is."""

    def register(calculate: Calculate) -> Calculate:
        known = _rows[topic, rows]
        known.append(Question(topic, name, title, fields, answers, calculate))
        if len(known) == 1:
            listed = Field(rows, "rows", about, needed=True, fields=fields + COMMON)
            question(topic, rows, title=title, fields=(listed,), answers=answers)(_of_list(known, rows))
        return question(topic, name, title=title, fields=fields, answers=answers)(calculate)

    return register


def _of_list(known: list[Question], rows: str) -> Calculate:
    """Every row by the question it asks, the answers side by side."""

    def several(given: Given) -> Answer[Mapping[str, Any]]:
        keys = dict.fromkeys(key for one in known for key in one.answers)
        return together([asked.calculate(row) for asked, row in _each(given, known, rows)], keys)

    return several


def _each(given: Given, known: list[Question], rows: str) -> Iterator[tuple[Question, Given]]:
    """Each object of the list with its question; day and place of the whole count for those that name none."""
    list(given.rows(rows))  # refuses what is no list of objects
    shared = {key: given.raw(key) for key in ("on", "place") if given.has(key)}
    names = {name for one in known for field in one.fields + COMMON for name in field.names}
    for place, row in enumerate(given.raw(rows)):
        row = by_known_names(names, row)
        asked = best(known, row)
        where = f"{given.name(rows)}[{place}]."
        yield asked, Given({**shared, **row}, asked.fields + COMMON, today=given.today, where=where)


def with_value(answer: Answer[Any], value: Mapping[str, Any], *notes: Any) -> Answer[Mapping[str, Any]]:
    """The same steps and articles under the keys of the topic."""
    return Answer(value, answer.steps, answer.cites, (*answer.notes, *notes), answer.confidence)
