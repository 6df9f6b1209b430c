"""What the forms of all rooms share: errors of services beside their fields, date boxes of the browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import clock, refusals
from core.days import typed_day, typed_moment
from core.errors import BadInput, NotNow

T = TypeVar("T")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DASHES = "---------"  # what Django writes where nothing is chosen yet
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", re.ASCII)


class DateInput(forms.DateInput):
    """The browser's own date box; with scripts one can type into it, and both ends read what offices type (core.days)."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return typed_day(typed, clock.today()) if isinstance(typed, str) else typed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What is no day stays in sight: a date box would show it empty, and it would have to be typed again."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not DAY.fullmatch(shown):
            context["widget"]["type"] = "text"
        return context


class TimeInput(forms.TimeInput):
    input_type = "time"


class MomentInput(forms.DateTimeInput):
    """Day and time in one box, typed like a day."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return typed_moment(typed, clock.today()) if isinstance(typed, str) else typed

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What is no moment stays in sight, as with days."""
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not MOMENT.fullmatch(shown):
            context["widget"]["type"] = "text"
        return context


class GroupedBoxes(forms.CheckboxSelectMultiple):
    """Boxes by group, each group named for readers of screens: Django's own heads of groups are labels of nothing."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string("components/_grouped_boxes.html", self.get_context(name, value, attrs))


class Problems:
    """Takes over what a service found wrong (core.errors.BadInput, or a model's ValidationError)."""

    def add_problems(self, errors: Mapping[str, Sequence[Any]]) -> None:
        """Each sentence beside its field; what belongs to no field of this form stands above it."""
        for name, sentences in errors.items():
            field = name if name in self.fields else None  # type: ignore[attr-defined]
            for sentence in sentences:
                self.add_error(field, sentence)  # type: ignore[attr-defined]


def attempt(form: Any, act: Callable[[], T]) -> T | None:
    """Do it, whole or not at all, when what was typed is valid; what the service or the database refuses stands in the form."""
    if not form.is_valid():
        return None
    with told_in(form), transaction.atomic():
        return act()
    return None


@contextmanager
def told_in(form: Any) -> Iterator[None]:
    """What a service or the database refuses stands in the form; the act says itself what of it stays."""
    try:
        yield
    except BadInput as error:
        form.add_problems(error.errors)
    except ValidationError as error:
        form.add_problems(error.message_dict if hasattr(error, "error_dict") else {"": error.messages})
    except NotNow as error:
        refusals.note("request.refused", str(error.message))
        form.add_error(None, error.message)
    except IntegrityError:
        form.add_error(None, _("Somebody else changed this at the same moment. Look at the page again."))


class HouseForm(Problems, forms.Form):
    """Base of our forms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == DASHES:
                field.empty_label = _("choose") if field.required else "–"


class HouseModelForm(Problems, forms.ModelForm):  # type: ignore[type-arg]
    """Base of our forms that read their fields off a model; they never save: services do."""
