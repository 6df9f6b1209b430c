"""Which topics are answered: each question with its documented inputs. A module in this folder registers its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import BadInput
from payroll.calculating.answers import Answer, MustBeSupplied
from payroll.calculating.topics import __name__ as here
from payroll.calculating.topics import __path__ as folder
from payroll.calculating.topics.alike import renamed
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.side_by_side import ROWS, Row, each, parallel, people, together

Calculate = Callable[[Given], Answer[Mapping[str, Any]]]

# Every question takes these besides its own.
COMMON = (
    Field("on", "day", gettext_lazy("the day whose law counts; today when left out")),
    Field("place", "place", gettext_lazy("code of the rule pack, for example CN-510000; the nation when left out")),
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a topic, chosen by the inputs it needs."""

    topic: str
    name: str
    title: Any
    fields: tuple[Field, ...]
    answers: Mapping[str, Any]  # key of the answer → what it is
    calculate: Calculate

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields if field.needed)

    def missing(self, given: Mapping[str, Any]) -> list[str]:
        """The needed inputs that were not given, by none of their names."""
        return [field.name for field in self.fields if field.needed and field.of(given) is None]


_questions: dict[str, list[Question]] = {}


def question(
    topic: str, name: str, *, title: Any, fields: tuple[Field, ...], answers: Mapping[str, Any]
) -> Callable[[Calculate], Calculate]:
    """Register a question of a topic; of those whose needed inputs are all given, the one that needs most is answered."""

    def register(calculate: Calculate) -> Calculate:
        _questions.setdefault(topic, []).append(Question(topic, name, title, fields, answers, calculate))
        return calculate

    return register


@cache
def topics() -> Mapping[str, tuple[Question, ...]]:
    """Every topic by name, with its questions."""
    for module in iter_modules(folder):
        import_module(f"{here}.{module.name}")
    return {name: tuple(_questions[name]) for name in sorted(_questions)}


def calculate(topic: Any, inputs: Any, *, today: date) -> Answer[Mapping[str, Any]]:
    """Answer one document. Raises BadInput naming the input that is wrong, missing or must be supplied."""
    known = _known(of_topic(topic))
    if not isinstance(inputs, Mapping):
        raise BadInput({"inputs": _("Write the inputs as an object: names and values.")})
    names = renamed(known, inputs)
    try:
        return _answered(
            topic, {(names[name] if name in names else name): value for name, value in inputs.items()}, today=today
        )
    except MustBeSupplied:
        raise
    except BadInput as error:
        written = {known: name for name, known in names.items()}
        raise BadInput({written.get(one) or one: said for one, said in error.errors.items()}) from error


def _known(questions: Sequence[Question]) -> set[str]:
    return {name for one in questions for field in one.fields + COMMON for name in field.names}


def _answered(topic: Any, inputs: Mapping[str, Any], *, today: date) -> Answer[Mapping[str, Any]]:
    """One document, or as many as its lists hold."""
    if rows := _people(topic, inputs) or parallel(chosen(topic, inputs).fields + COMMON, inputs):
        found = list(each(rows, lambda row: _once(topic, row, today=today)))
        return together(found, dict.fromkeys(key for one in found for key in one.value))
    return _once(topic, inputs, today=today)


def _people(topic: Any, inputs: Mapping[str, Any]) -> list[Row]:
    """The people of a list that no question of the topic takes as it is."""
    questions = of_topic(topic)
    rows = people(inputs, _known(questions))
    if not rows:
        return []
    taken = {*ROWS, "on", "place"} if any(one.name in inputs for one in questions) else set()
    single = [one for one in questions if not any(name in inputs for name in one.needed if name in ROWS)]
    if inputs.keys() <= taken or not single or any(best(single, row).missing(row) for _called, row in rows):
        return []
    return rows


def _once(topic: Any, inputs: Mapping[str, Any], *, today: date) -> Answer[Mapping[str, Any]]:
    asked = chosen(topic, inputs)
    answer = asked.calculate(Given(inputs, asked.fields + COMMON, today=today))
    unused = sorted(inputs.keys() - {name for field in asked.fields + COMMON for name in field.names})
    if not unused:
        return answer
    note = _("These inputs were not used: %(names)s.") % {"names": ", ".join(unused)}
    return Answer(answer.value, answer.steps, answer.cites, (*answer.notes, note), answer.confidence)


def of_topic(topic: Any) -> tuple[Question, ...]:
    """The questions of a topic. Raises BadInput naming all topics."""
    questions = topics().get(topic) if isinstance(topic, str) else None
    if questions is None:
        known = ", ".join(topics())
        raise BadInput({"topic": _("There is no such topic. Known: %(topics)s.") % {"topics": known}})
    return questions


def chosen(topic: Any, inputs: Mapping[str, Any]) -> Question:
    """The question that these inputs ask."""
    questions = of_topic(topic)
    nearest = best(questions, inputs)
    if not nearest.missing(inputs):
        return nearest
    if len(nearest.missing(inputs)) < len(nearest.needed) or len(questions) == 1:
        raise BadInput({name: _("This input is needed.") for name in nearest.missing(inputs)})
    ways = "; ".join(" + ".join(one.needed) for one in questions)
    raise BadInput({"inputs": _("Give the inputs of one of these questions: %(ways)s.") % {"ways": ways}})


def best(questions: Sequence[Question], inputs: Mapping[str, Any]) -> Question:
    """Of those whose needed inputs are all given the one that needs most, else the one that lacks least of its own."""
    answerable = [one for one in questions if not one.missing(inputs)]
    if answerable:
        return max(answerable, key=lambda one: len(one.needed))
    return max(questions, key=lambda one: len(one.needed) - len(one.missing(inputs)))
