"""A problem document (RFC 9457) outside the API framework: errors of the house itself under /api/."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

from core.context import current

PROBLEM = "application/problem+json"


def problem_body(code: int, detail: str, **extra: Any) -> dict[str, Any]:
    """Type, title, status, detail, number of the request, and what else there is to say."""
    title = HTTPStatus(code).phrase
    number = current().request_id
    return {"type": "about:blank", "title": title, "status": code, "detail": detail, "request_id": number, **extra}


def plain_problem(code: int, detail: str, **headers: str) -> JsonResponse:
    return JsonResponse(problem_body(code, detail), status=code, content_type=PROBLEM, headers=headers)
