"""Fields whose text is encrypted in the database (bytea), bound to their column and row, opened when first looked at."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from django import forms
from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from core.crypto.sealed import Sealed
from core.crypto.sealing import seal

NOTHING = b""  # what is empty stays empty: nothing to seal


class Placed:
    """A text on its way into its row."""

    __slots__ = ("row", "text")

    def __init__(self, text: str, row: object) -> None:
        self.text, self.row = text, row


class SealedAttribute(DeferredAttribute):
    """Opens the value when it is first read; a list that does not look at it never decrypts."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self.field.from_text(value.opened(instance.pk))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.TextField):  # type: ignore[type-arg]
    """A text encrypted in the database. Reads and writes plain text; empty stays empty.

    `label` is the authenticated place (table.column); it must never change once data exists. `find` makes a blind
    index: "once" finds and forbids equals, "any" only finds. The model must be a `core.sealed.SealedModel`.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, label: str = "", find: str = "", **kwargs: Any) -> None:
        self.label, self.find = label, find
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    if TYPE_CHECKING:  # what the model's attribute holds

        def __get__(self, instance: Any, owner: Any = None) -> str: ...
        def __set__(self, instance: Any, value: str) -> None: ...

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs["label"], kwargs["blank"] = self.label, self.blank
        if self.find:
            kwargs["find"] = self.find
        return name, f"core.crypto.{type(self).__name__}", args, kwargs

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def get_internal_type(self) -> str:
        return "BinaryField"

    # --- out of the database ---

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return Sealed(value, self.label) if value else self.empty()

    def from_text(self, text: str) -> Any:
        """What the attribute holds, of the text that was sealed."""
        return text

    def to_text(self, value: Any) -> str:
        """The text to seal, of what the attribute holds; "" for nothing."""
        return value or ""

    def empty(self) -> Any:
        return ""

    # --- into the database: only with the row ---

    def pre_save(self, model_instance: models.Model, add: bool) -> Placed:
        value = getattr(model_instance, self.attname)
        if isinstance(value, Placed):
            return value
        if hasattr(value, "resolve_expression"):
            self._refuse()
        if model_instance.pk is None:
            raise RuntimeError(
                f"{self.label}: the row has no key yet. Save it as a SealedModel, which takes one first."
            )
        return Placed(self.to_text(value), model_instance.pk)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if not isinstance(value, Placed):
            self._refuse()
        sealed = seal(value.text, where=self.label, row=value.row) if value.text else NOTHING
        return connection.Database.Binary(sealed)

    def get_prep_value(self, value: Any) -> Any:
        return value

    def _refuse(self) -> NoReturn:
        raise RuntimeError(
            f"{self.label} is sealed for one row: it cannot be written by update() or an expression. "
            "Set it on the object and save that."
        )

    def get_lookup(self, lookup_name: str) -> NoReturn:
        raise FieldError(f"{self.label} is sealed: it cannot be filtered. Find it by core.crypto.find().")

    def get_transform(self, lookup_name: str) -> NoReturn:
        self.get_lookup(lookup_name)

    # --- forms ---

    def to_python(self, value: Any) -> Any:
        return value or ""

    def value_to_string(self, obj: models.Model) -> NoReturn:
        raise RuntimeError(f"{self.label} is sealed: it is not serialised.")

    def formfield(self, **kwargs: Any) -> Any:
        if self.choices is not None:
            return super().formfield(**kwargs)
        return forms.CharField(**{"label": self.verbose_name, "required": not self.blank, **kwargs})


class SealedJSONField(SealedField):
    """The same for a list or a mapping; an empty one stays empty. `default` is a callable as for JSONField."""

    if TYPE_CHECKING:

        def __get__(self, instance: Any, owner: Any = None) -> Any: ...
        def __set__(self, instance: Any, value: Any) -> None: ...

    def from_text(self, text: str) -> Any:
        return json.loads(text)

    def to_text(self, value: Any) -> str:
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False) if value not in (None, "", [], {}) else ""

    def empty(self) -> Any:
        return copy.copy(self.get_default())

    def to_python(self, value: Any) -> Any:
        return value

    def formfield(self, **kwargs: Any) -> Any:
        return None


def sealed_fields(model: type[models.Model]) -> list[SealedField]:
    """The sealed fields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def sealed_in(model: type[models.Model], path: str = "") -> list[str]:
    """Their names along a path: lists that show none of them `.defer()` fetching them."""
    return [f"{path}{field.name}" for field in sealed_fields(model)]


def sealed_models() -> Iterator[type[models.Model]]:
    """Every model with sealed fields: found by looking, so that a new one joins by itself."""
    from django.apps import apps

    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy and sealed_fields(model):
            yield model
