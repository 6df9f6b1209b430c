"""The same question several times in one document: lists where one value is taken, or a list of people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from core.errors import BadInput
from payroll.calculating.answers import Answer, MustBeSupplied, least_sure
from payroll.calculating.topics.alike import by_known_names
from payroll.calculating.topics.given import MOST, Field

ROWS: Final = ("persons", "contracts", "records")

Row = tuple[str, Mapping[str, Any]]  # what its errors are called by, and its inputs


def people(inputs: Mapping[str, Any], known: Collection[str]) -> list[Row]:
    """A document for each object of a list of people; what stands beside the list counts for everybody."""
    for name in ROWS:
        rows = inputs.get(name)
        if isinstance(rows, list) and rows and len(rows) <= MOST and all(isinstance(row, Mapping) for row in rows):
            shared = {key: value for key, value in inputs.items() if key != name}
            return [(f"{name}[{place}].", {**shared, **by_known_names(known, row)}) for place, row in enumerate(rows)]
    return []


def parallel(fields: Iterable[Field], inputs: Mapping[str, Any]) -> list[Row]:
    """A document for each place of the lists that were given to inputs of one value. Raises BadInput unless all lists
    are of one length."""
    single = {name for field in fields if not field.many and field.kind != "rows" for name in field.names}
    lists = {name: value for name, value in inputs.items() if name in single and isinstance(value, list)}
    if not lists:
        return []
    lengths = {len(values) for values in lists.values()}
    if len(lengths) > 1 or not 0 < max(lengths) <= MOST:
        message = _("Lists in one document have the same length, 1 to %(number)s entries.") % {"number": MOST}
        raise BadInput(dict.fromkeys(lists, message))
    return [
        (f"[{place}] ", {**inputs, **{name: values[place] for name, values in lists.items()}})
        for place in range(max(lengths))
    ]


def each(rows: list[Row], answer: Any) -> Iterator[Answer[Mapping[str, Any]]]:
    """The answer to each document, its errors called by their place."""
    for called, row in rows:
        try:
            yield answer(row)
        except MustBeSupplied:
            raise
        except BadInput as error:
            raise BadInput({f"{called}{name}": said for name, said in error.errors.items()}) from error


def together(found: list[Answer[Mapping[str, Any]]], keys: Iterable[str]) -> Answer[Mapping[str, Any]]:
    """Answers side by side: under each key a list, an answer that lacks the key says nothing there."""
    value = {key: [one.value.get(key) for one in found] for key in keys if any(key in one.value for one in found)}
    steps = tuple(step for one in found for step in one.steps)
    cites = tuple(dict.fromkeys(cite for one in found for cite in one.cites))
    notes = tuple(dict.fromkeys(note for one in found for note in one.notes))
    return Answer(value, steps, cites, notes, least_sure(*(one.confidence for one in found)))
