"""What the forms of all rooms share: errors of services beside their fields, date boxes of the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms


class DateInput(forms.DateInput):
    """The browser's own date box."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"


class MomentInput(forms.DateTimeInput):
    """Day and time in one box."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class Problems:
    """Takes over what a service found wrong (core.errors.BadInput, or a model's ValidationError)."""

    def add_problems(self, errors: Mapping[str, Sequence[Any]]) -> None:
        """Each sentence beside its field; what belongs to no field of this form stands above it."""
        for name, sentences in errors.items():
            field = name if name in self.fields else None  # type: ignore[attr-defined]
            for sentence in sentences:
                self.add_error(field, sentence)  # type: ignore[attr-defined]


class HouseForm(Problems, forms.Form):
    """Base of our forms."""


class HouseModelForm(Problems, forms.ModelForm):  # type: ignore[type-arg]
    """Base of our forms that read their fields off a model; they never save: services do."""
