"""How the OpenAPI document reads our views: pages of records, and every way in which an act may be refused."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.permissions import AllowAny

from core.problems import PROBLEM
from core.strict import decimal_pattern

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "maxLength": 120},
    OpenApiParameter.HEADER,
    description="Same key and body: the same answer, and nothing is done twice.",
)


class Problem(serializers.Serializer[Any]):
    """What is wrong, in a sentence for the person (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(allow_blank=True)
    request_id = serializers.CharField()
    errors = serializers.DictField(required=False, help_text="400: what is wrong with each field.")
    findings = serializers.ListField(
        child=serializers.DictField(), required=False, help_text="409: what the rules say, with the articles."
    )
    refused_attempt = serializers.IntegerField(required=False, help_text="409: number of the stored attempt.")


class HouseSchema(AutoSchema):  # type: ignore[no-untyped-call]
    """A GET whose address ends with no record answers a page of the view's records, unless the view says otherwise."""

    def _is_list_view(self, serializer: Any = None) -> bool:
        answered = self.get_response_serializers() if serializer is None else serializer
        if getattr(self.view, "one_page", False):
            return False
        ours = getattr(self.view, "serializer_class", None)
        names_a_record = self.path.rstrip("/").endswith("}")
        if self.method == "GET" and not names_a_record and ours and isinstance(answered, ours):
            return True
        return bool(super()._is_list_view(serializer))

    def get_override_parameters(self) -> list[Any]:
        declared = list(super().get_override_parameters())  # type: ignore[no-untyped-call]
        return [*declared, KEY] if self.method == "POST" else declared

    def get_filter_backends(self) -> list[Any]:
        return [] if self.method != "GET" else super().get_filter_backends()  # type: ignore[no-untyped-call]

    def _get_paginator(self) -> Any:
        """Only what is read comes in pages; an act may answer a list."""
        return super()._get_paginator() if self.method == "GET" else None  # type: ignore[no-untyped-call]

    def _get_response_bodies(self, direction: str = "response") -> Any:
        """What the view answers, and how it refuses: the same for every view, because one place refuses."""
        bodies = super()._get_response_bodies(direction)  # type: ignore[no-untyped-call,arg-type]
        for code in self._refusals():
            if str(code) not in bodies:
                said = self._get_response_for_code(Problem, str(code), [PROBLEM])  # type: ignore[no-untyped-call]
                bodies[str(code)] = {**said, "description": HTTPStatus(code).phrase}
        return bodies

    def _refusals(self) -> list[int]:
        everyone = any(issubclass(kind, AllowAny) for kind in getattr(self.view, "permission_classes", ()))
        codes = [400, 401, 403, 404, 406, 429]
        if self.method in UNSAFE:
            codes += [409, 413, 415, 422]
        return [code for code in codes if code not in ((404, 409, 422) if everyone else ())]

    def _map_serializer_field(self, field: Any, direction: str, bypass_extensions: bool = False) -> Any:
        """Numbers with a fixed number of digits may come as a number or as a text; they go out as text."""
        mapped = super()._map_serializer_field(field, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        if direction == "response" and field.default is None and "$ref" not in mapped:
            mapped = {**mapped, "nullable": True}  # nothing there is said as null
        if isinstance(field, serializers.DecimalField) and direction == "request":
            text = {"type": "string", "pattern": f"^{decimal_pattern(field)}$"}
            kept = {name: mapped[name] for name in ("description", "title", "readOnly") if name in mapped}
            return {**kept, "oneOf": [text, {"type": "number"}]}
        return mapped
