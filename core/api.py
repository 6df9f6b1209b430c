"""What every API view shares: pages by cursor, problem documents (RFC 9457), rates, idempotency."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.http import Http404
from django.utils.translation import gettext as _
from redis.exceptions import RedisError
from rest_framework import exceptions, status
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle

from core import clock
from core.errors import BadInput, DomainError, NeedsProof, NotNow, Refused, stood_in_the_way
from core.models import IdempotencyKey
from core.problems import PROBLEM, problem_body
from core.trail import TrailClosed, failed_to_link


class CursorPages(CursorPagination):
    """50 a page, at most 200; newest first unless the view says otherwise."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    offset_cutoff = None  # a thousand rows of one day must not turn into a circle
    ordering: str | tuple[str, ...] = "-id"

    def get_page_size(self, request: Request) -> int:
        """At most 200, whatever is asked for. Raises ValidationError for what is no number."""
        asked = request.query_params.get("page_size")
        if asked is None:
            return self.page_size
        if not re.fullmatch(r"[0-9]{1,9}", asked):
            raise exceptions.ValidationError({"page_size": [_("Send a whole number.")]})
        return min(int(asked), 200) or self.page_size

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """As the page says it, in English like the rest of the document."""
        size = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
        return [
            {"name": "cursor", "in": "query", "required": False, "schema": {"type": "string"},
             "description": "Where the page begins: as `next` and `previous` give it."},
            {"name": "page_size", "in": "query", "required": False, "schema": size,
             "description": "Rows of a page: 50, at most 200."},
        ]  # fmt: skip

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        """A cursor that is none of ours is missing, like a page behind the last."""
        cursor = self.decode_cursor(request)
        if cursor is not None and cursor.position is not None:
            first = self.get_ordering(request, queryset, view)[0].lstrip("-")
            try:
                queryset.model._meta.get_field(first).to_python(cursor.position)
            except (ValueError, DjangoValidationError) as error:
                raise exceptions.NotFound(self.invalid_cursor_message) from error
        return super().paginate_queryset(queryset, request, view)


COUNTED_HERE = LocMemCache("rates while the queue is away", {})


class UserRate(UserRateThrottle):
    """Requests a minute for one user. While the queue's server is away each process counts for itself: never unlimited."""

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            return bool(super().allow_request(request, view))
        except RedisError:
            self.cache = COUNTED_HERE
            return bool(super().allow_request(request, view))


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error of the API as one shape: type, title, status, detail, request_id, and findings or errors."""
    from rest_framework.views import exception_handler, set_rollback  # they load this module as their settings

    if isinstance(error, DomainError):
        set_rollback()
        return _domain(error)
    if isinstance(error, DjangoValidationError):
        set_rollback()
        errors = getattr(error, "message_dict", None) or {"": error.messages}
        return _problem(400, _("Some fields are not right."), errors=errors)
    if failed_to_link(error):
        set_rollback()
        return _domain(TrailClosed())
    if stood_in_the_way(error):
        set_rollback()
        return _problem(409, _("Somebody else is working on the same records at this moment: try again."))
    response = exception_handler(error, context)
    if response is None:
        return None
    return _framework(error, response)


def _framework(error: Exception, response: Response) -> Response:
    code = response.status_code
    if isinstance(error, exceptions.ValidationError):
        answer = _problem(code, _("Some fields are not right."), errors=_as_errors(response.data))
    elif isinstance(error, Http404 | exceptions.NotFound):
        answer = _problem(404, _("There is nothing here, or it is outside your units."))
    elif isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        answer = _problem(403, _("You do not have the right to do this."))
    else:
        detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
        answer = _problem(code, str(detail))
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if response.has_header(name):
            answer[name] = response[name]
    return answer


def _as_errors(data: Any) -> Any:
    return data if isinstance(data, dict) else {"": data}


def _domain(error: DomainError) -> Response:
    if isinstance(error, Refused):
        extra: dict[str, Any] = {
            "findings": [
                {"code": f.code, "says": f.sentence(), "cure": f.cure_sentence(), "cites": [*f.cites]}
                for f in error.findings
            ]
        }
        if error.attempt is not None:
            extra["refused_attempt"] = error.attempt.pk
        return _problem(409, _("The rules do not allow this."), **extra)
    if isinstance(error, BadInput):
        return _problem(400, _("Some fields are not right."), errors=error.errors)
    if isinstance(error, NeedsProof):
        return _problem(error.status, str(error), type=error.type)
    return _problem(error.status, str(error))


def _problem(code: int, detail: str, **extra: Any) -> Response:
    return Response(problem_body(code, detail, **extra), status=code, content_type=PROBLEM)


Made: TypeAlias = tuple[int, Any] | Response


def once(request: Request, route: str, make: Callable[[], Made]) -> Response:
    """Run `make` under the request's Idempotency-Key: same key and body → same answer; other body → 422; in progress → 409.

    Key row and effect stand in one transaction, so a crash leaves neither or both.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key:
        return _as_response(make())
    if len(key) > 120:
        raise BadInput({"Idempotency-Key": _("Use at most 120 characters.")})
    digest = hashlib.sha256(json.dumps(request.data, sort_keys=True, default=told).encode()).hexdigest()
    same = {"user_id": request.user.pk, "route": route, "key": key}
    if (stored := IdempotencyKey.objects.filter(**same).first()) is not None:  # rule: unscoped, own keys
        return _replay(stored, digest)
    with transaction.atomic():
        if (row := _begun(same, digest)) is None:
            stored = IdempotencyKey.objects.get(**same)  # rule: unscoped, own keys
            return _replay(stored, digest)
        made = _answer(make)
        row.status, row.answer = made.status_code, json.loads(json.dumps(made.data, default=str))
        row.save(update_fields=["status", "answer"])
    return made


def _begun(same: dict[str, Any], digest: str) -> IdempotencyKey | None:
    """The row of a request that begins; None when the same one was done. Waits for one that is under way. Raises NotNow."""
    values = {**same, "body_hash": digest, "created_at": clock.now()}
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(**values)  # rule: unscoped, own keys
    except IntegrityError:
        return None
    except OperationalError as error:
        if not stood_in_the_way(error):
            raise
        raise NotNow(_("The first request with this key is still running: ask again in a moment.")) from error


def told(value: Any) -> str:
    """A value of the body as text; of an uploaded file its content counts, not its name."""
    if not hasattr(value, "chunks"):
        return str(value)
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return digest.hexdigest()


def _answer(make: Callable[[], Made]) -> Response:
    """A refusal is an answer too: the service has already written the attempt, so it must not be rolled back."""
    try:
        return _as_response(make())
    except Refused as refused:
        return _domain(refused)


def _as_response(made: Made) -> Response:
    return made if isinstance(made, Response) else Response(made[1], status=made[0])


def _replay(stored: IdempotencyKey, digest: str) -> Response:
    if stored.body_hash != digest:
        return _problem(
            status.HTTP_422_UNPROCESSABLE_ENTITY,
            _("This Idempotency-Key was used for a different request: use a new key."),
        )
    if stored.status is None:
        return _problem(409, _("The first request with this key is still running: ask again in a moment."))
    return Response(stored.answer, status=stored.status, content_type=PROBLEM if stored.status >= 400 else None)
