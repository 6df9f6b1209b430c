"""A form for a question of a calculator, built from its documented inputs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.functional import lazystr
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import BadInput
from core.forms import DateInput, HouseForm
from payroll.calculating.answers import Answer
from payroll.calculating.topics.given import Field
from payroll.calculating.topics.registry import COMMON, Question, calculate, topics
from payroll.calculator_words import LABELS, in_words
from regulations.forms import pack_choices

ROWS: Final = 3  # objects of a list that a page asks for
SHOWN: Final = 9  # inputs in sight; further ones that may be left out stand under "More"
APART: Final = re.compile(r"[\s;；、，]+|,(?=\s)")
BETWEEN_TEXTS: Final = re.compile(r"[\n,;；、，]+")
ASIDE: Final = re.compile(r";\s*|；")  # what an input is; what else there is to know of it
YES_NO: Final = (("", "–"), ("yes", _("Yes")), ("no", _("No")))
HELP: Final[Mapping[str, Any]] = {"rate": _("For example 8%."), "month": _("For example 2026-11.")}
AS_JSON: Final = frozenset({("probation", "terms"), ("maternity", "cases")})
SEVERAL: Final = _("Several: with spaces between them, or one in a line.")
NUMBERS: Final = frozenset({"money", "number", "rate", "whole"})


def questions_of(topic: str) -> tuple[Question, ...]:
    """The questions a page asks: not the list where the same is asked for one, nor what is written as JSON alone."""
    known = [one for one in topics()[topic] if (topic, one.name) not in AS_JSON]
    alone = [one for one in known if not _rows(one)]
    asked = {str(name) for one in alone for name in one.needed}
    return tuple(
        one
        for one in known
        if not (rows := _rows(one)) or not {field.name for field in rows.fields if field.needed} <= asked
    )


def _numbered(label: str, number: int) -> str:
    """What a box of a row is called: Day 1, Hours 1."""
    return gettext("%(label)s %(number)s") % {"label": capfirst(label.removeprefix("the ")), "number": number}


class CalculatorForm(HouseForm):
    """The inputs of one question, as they are typed; the calculator itself reads and refuses them."""

    def __init__(self, question: Question, *args: Any, place: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.question = question
        for field in question.fields + COMMON:
            if field.kind == "rows":
                for number in range(ROWS):
                    for inner in field.fields:
                        if inner not in COMMON:
                            self._add(f"{field.name}-{number}-{inner.name}", inner, number=number + 1)
            else:
                self._add(field.name, field, place=place)

    def _add(self, name: str, field: Field, *, number: int = 0, place: str = "") -> None:
        made = _box(field)
        made.required = field.needed and number <= 1
        label, *rest = ASIDE.split(str(LABELS.get(field.name, field.about)), maxsplit=1)
        made.label = _numbered(label, number) if number else capfirst(label)
        told = [text for text in (*map(capfirst, rest), str(made.help_text)) if text]
        made.help_text = format_html_join("", "{}<br>", ([text] for text in told))
        if field.kind == "place":
            made.initial = place
        self.fields[name] = made

    def needed(self) -> Sequence[Any]:
        """Boxes in sight: what is needed, and the first of the rest."""
        return self._parted()[0]

    def further(self) -> Sequence[Any]:
        """Boxes under "More"."""
        return self._parted()[1]

    def _parted(self) -> tuple[list[Any], list[Any]]:
        boxes = list(self.visible_fields())
        common = {field.name for field in COMMON}
        in_sight = [box for box in boxes if box.field.required or box.errors]
        for box in boxes:
            if box not in in_sight and len(in_sight) < SHOWN and box.name not in common:
                in_sight.append(box)
        names = {box.name for box in in_sight}
        return [box for box in boxes if box.name in names], [box for box in boxes if box.name not in names]

    def inputs(self) -> dict[str, Any]:
        """As a JSON document would hold them; what was left empty is left out."""
        found: dict[str, Any] = {}
        for field in self.question.fields + COMMON:
            if field.kind == "rows":
                found[field.name] = list(self._rows(field))
            elif (typed := self._typed(field.name, field)) is not None:
                found[field.name] = typed
        return found

    def _rows(self, field: Field) -> Iterator[dict[str, Any]]:
        for number in range(ROWS):
            typed = {inner.name: self._typed(f"{field.name}-{number}-{inner.name}", inner) for inner in field.fields}
            if any(value is not None for value in typed.values()):
                yield {name: value for name, value in typed.items() if value is not None}

    def _typed(self, name: str, field: Field) -> Any:
        text = str(self.cleaned_data.get(name) or "").strip()
        if not text:
            return None
        if not field.many:
            return text
        parts = [
            part.strip() for part in (BETWEEN_TEXTS if field.kind == "text" else APART).split(text) if part.strip()
        ]
        return parts if len(parts) > 1 else parts[0]

    def answer(self, *, today: date) -> Answer[Mapping[str, Any]] | None:
        """The answer; None when something is wrong, which then stands beside its box."""
        if not self.is_valid():
            return None
        try:
            return calculate(self.question.topic, self.inputs(), today=today)
        except BadInput as error:
            self.add_problems({_box_name(name): said for name, said in error.errors.items()})
            return None


def _rows(one: Question) -> Field | None:
    return next((field for field in one.fields if field.kind == "rows"), None)


def _box(field: Field) -> forms.Field:
    """The box for a kind of input. Numbers are read by the calculator, so that its own sentences are told."""
    if field.kind == "yes_no":
        return forms.ChoiceField(choices=YES_NO)
    if field.kind == "choice":
        words = [(code, lazystr(in_words(code, field.name))) for code in field.choices]
        return forms.ChoiceField(choices=words if field.needed else [("", "–"), *words])
    if field.kind == "place":
        return forms.ChoiceField(choices=pack_choices)
    if field.kind == "day" and not field.many:
        return forms.CharField(widget=DateInput, validators=[MaxLengthValidator(40)])  # no `maxlength`: not for days
    attributes = {"inputmode": "decimal"} if field.kind in NUMBERS and not field.many else {}
    told = SEVERAL if field.many else HELP.get(field.kind, "")
    return forms.CharField(max_length=2000 if field.many else 60, help_text=told, widget=forms.TextInput(attributes))


def _box_name(name: str) -> str:
    """The box of an input: `persons[0].hired` stands in `persons-0-hired`; an entry of a list in the box of the list."""
    return re.sub(r"\[.*$", "", re.sub(r"\[(\d+)\]\.", r"-\1-", name))
