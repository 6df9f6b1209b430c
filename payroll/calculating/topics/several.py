"""One question for one person or for a list: `{"persons": [{…}, …]}` is answered by a list under each key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from payroll.calculating.answers import Answer, least_sure
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import COMMON, Calculate, Question, question

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
    for place, row in enumerate(given.raw(rows)):
        asked = next((one for one in known if not one.missing(row)), known[0])
        where = f"{given.name(rows)}[{place}]."
        yield asked, Given({**shared, **row}, asked.fields + COMMON, today=given.today, where=where)


def together(found: list[Answer[Mapping[str, Any]]], keys: Iterable[str]) -> Answer[Mapping[str, Any]]:
    """Answers side by side: under each key a list, an answer that lacks the key says nothing there."""
    value = {key: [one.value.get(key) for one in found] for key in keys if any(key in one.value for one in found)}
    steps = tuple(step for one in found for step in one.steps)
    cites = tuple(dict.fromkeys(cite for one in found for cite in one.cites))
    notes = tuple(dict.fromkeys(note for one in found for note in one.notes))
    return Answer(value, steps, cites, notes, least_sure(*(one.confidence for one in found)))


def with_value(answer: Answer[Any], value: Mapping[str, Any], *notes: Any) -> Answer[Mapping[str, Any]]:
    """The same steps and articles under the keys of the topic."""
    return Answer(value, answer.steps, answer.cites, (*answer.notes, *notes), answer.confidence)
