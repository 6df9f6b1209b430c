"""The API's reading pages, made from its own OpenAPI document, and the answer for unknown addresses."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

RENDERERS: list[Any] = SpectacularAPIView.renderer_classes
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Field:
    """A parameter or a field of a body."""

    name: str
    kind: str
    required: bool
    says: str


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    anchor: str
    method: str
    address: str
    says: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[tuple[str, tuple[Field, ...]], ...]


class Document(SpectacularAPIView):  # type: ignore[misc]
    """The OpenAPI document. There is one version of it: a word of the address does not go into the name of the file."""

    def _get_version_parameter(self, request: Request) -> None:
        return None

    def _get_schema_response(self, request: Request) -> HttpResponse:
        renderer, media_type = self.perform_content_negotiation(request, force=True)
        name = f'inline; filename="{self._get_filename(request, None)}"'
        text = written(get_language() or "", renderer.media_type)
        return HttpResponse(text, content_type=media_type, headers={"Content-Disposition": name})


@functools.lru_cache(maxsize=8)
def written(language: str, media_type: str) -> bytes:
    """The document as it is sent: a second's work, and the same for everybody while the program runs."""
    forms: dict[str, type[BaseRenderer]] = {one.media_type: one for one in RENDERERS}
    text: bytes = forms[media_type]().render(
        SchemaGenerator().get_schema(request=None, public=True), renderer_context={}
    )
    return text


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every address of the API by its first word."""
    return render(request, "auxpolice/api_docs.html", {"groups": groups(get_language() or "")})


@functools.lru_cache(maxsize=4)
def groups(language: str) -> list[tuple[str, list[Operation]]]:
    """Operations by the first word of their address; the document does not change while the program runs."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    found: dict[str, list[Operation]] = {}
    for address, methods in document["paths"].items():
        word = address.removeprefix("/api/v1/").split("/")[0]
        found.setdefault(word, []).extend(
            _operation(address, method, methods[method], document) for method in METHODS if method in methods
        )
    return sorted(found.items())


def _operation(address: str, method: str, said: Any, document: Any) -> Operation:
    parameters = [
        Field(p["name"], _kind(p.get("schema", {})), p.get("required", False), p.get("description", ""))
        for p in said.get("parameters", ())
    ]
    answers = [(code, _fields(answer, document)) for code, answer in said.get("responses", {}).items()]
    return Operation(
        anchor=said["operationId"],
        method=method.upper(),
        address=address,
        says=said.get("description", ""),
        parameters=tuple(parameters),
        body=_fields(said.get("requestBody", {}), document),
        answers=tuple(answers),
    )


def _fields(content: Any, document: Any) -> tuple[Field, ...]:
    """The fields of a JSON body, one level deep."""
    schema = _resolved(content.get("content", {}).get("application/json", {}).get("schema", {}), document)
    if schema.get("type") == "array":
        schema = _resolved(schema["items"], document)
    needed = schema.get("required", ())
    return tuple(
        Field(name, _kind(value), name in needed, value.get("description", value.get("title", "")))
        for name, value in schema.get("properties", {}).items()
    )


def _resolved(schema: Any, document: Any) -> Any:
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


def _kind(schema: Any) -> str:
    if name := schema.get("$ref", "").rpartition("/")[2]:
        return str(name)
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or ", ".join(_kind(s) for s in schema.get("allOf", ())))


class Missing(APIView):
    """An address that the API does not have: the same answer as for what is outside the units."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        raise Http404

    post = put = patch = delete = get
