"""Base of the API's views: the right each method needs, pages by cursor, typed input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from core.again import tried_again
from core.api import Made, once
from core.parsing import writable
from core.strict import Filter, refuse_nonsense, refuse_wrong_types

WRITING = frozenset({"post", "put", "patch", "delete"})


class RightsByMethod(BasePermission):
    """403 without the right on any unit. Whose records is asked by `visible_to`: outside the scope is 404."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        needed = view.rights.get("GET" if request.method == "HEAD" else request.method)
        return needed is None or any(request.user.may(permission) for permission in needed)  # None: 405 follows


class HouseAPI(GenericAPIView):  # type: ignore[type-arg]
    """`rights` names for each method the rights of which one is needed; `()` is for nobody. `filters`: what its list takes."""

    permission_classes: ClassVar[tuple[type[BasePermission], ...]] = (RightsByMethod,)
    rights: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    filters: ClassVar[Mapping[str, Filter]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Every writing method is tried again when the database ended it for another one's sake."""
        super().__init_subclass__(**kwargs)
        for name in WRITING & set(cls.__dict__):
            setattr(cls, name, tried_again(cls.__dict__[name]))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What may stand in front of every act. Raises ValidationError for a key that cannot be kept."""
        super().initial(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            refuse_nonsense(request.query_params, self.filters)
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > 120:
            raise ValidationError({"Idempotency-Key": [_("Use at most 120 characters.")]})
        try:
            writable(key)
        except ValueError as error:
            raise ValidationError({"Idempotency-Key": [str(error)]}) from error

    def page(self, rows: Any) -> Response:
        """A page of the rows in the view's serializer."""
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(rows), many=True).data)

    def typed(self, serializer: type[Serializer[Any]], *, partial: bool = False) -> dict[str, Any]:
        """What was sent, checked and typed; a 400 with the fields otherwise."""
        read = serializer(data=self.request.data, partial=partial)
        refuse_wrong_types(read, self.request.data)
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)


class ActAPI(HouseAPI):
    """One act on one record: found within the scope of its right, done once for a key, answered as the record then stands.

    `place`: what the record stands under in the address; `name`: the act's own word there; `reads`: what is sent with it.
    """

    place: ClassVar[str] = ""
    name: ClassVar[str] = ""
    reads: ClassVar[type[Serializer[Any]]] = Serializer

    def find(self, request: Request, pk: int) -> Any:
        """The record, in the reader's scope; 404 otherwise."""
        raise NotImplementedError

    def do(self, row: Any, typed: dict[str, Any], request: Request) -> Made:
        """The act, by one service; answers the status and the record as it then stands, or the whole answer."""
        raise NotImplementedError

    def act(self, request: Request, pk: int) -> Response:
        row, typed = self.find(request, pk), self.typed(self.reads)
        return once(request, f"{self.place}/{pk}/{self.name}", lambda: self.do(row, typed, request))
