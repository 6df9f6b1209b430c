"""Filters of the lists of duties, as they stand in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date

from accounts.models import User
from duties.models import Assignment, RefusedAttempt
from duties.selectors.assignments import refused_attempts, with_people
from organisation.selectors import subtree
from regulations import packs
from roster.models import Auxiliary


def day_in(text: str) -> date | None:
    """A day as it was typed; None for nothing or nonsense."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def typed(asked: Mapping[str, str]) -> dict[str, str]:
    """What stands in the address, without what no database takes."""
    return {name: value.replace("\x00", "")[:200] for name, value in asked.items()}


def words_in(asked: Mapping[str, str]) -> str:
    return (asked.get("q") or asked.get("search") or "").strip()[:60]


def numbers_in(values: Iterable[str]) -> list[int]:
    """Those that can be numbers of records."""
    return [int(value) for value in values if value.isdecimal() and len(value) < 16]


def assignments(user: User, asked: Mapping[str, str]) -> QuerySet[Assignment]:
    """Assignments in sight, newest start first: `status`, `unit`, `day`, `q`, `mine`."""
    asked = typed(asked)
    rows = Assignment.objects.visible_to(user).filter(subtree(user, asked.get("unit", "")))
    if asked.get("status"):
        rows = rows.filter(status=asked["status"])
    if (day := day_in(asked.get("day", ""))) is not None:
        rows = rows.on_day(day)
    if asked.get("mine"):
        rows = rows.filter(requester_person=user.person_id)
    if words := words_in(asked):
        rows = rows.filter(_said(words))
    return with_people(rows).order_by("-starts_at", "-pk")


def _said(words: str) -> Q:
    people = Auxiliary.objects.search(words).values("pk")
    named = Assignment.objects.filter(members__auxiliary__in=people).values("pk")
    return Q(number__icontains=words) | Q(text__icontains=words) | Q(place__icontains=words) | Q(pk__in=named)


def attempts(user: User, asked: Mapping[str, str]) -> QuerySet[RefusedAttempt]:
    """Refused attempts in sight, newest first: `unit`, `duty`, `reason`, `day`."""
    asked = typed(asked)
    rows = refused_attempts(user).filter(subtree(user, asked.get("unit", "")))
    if reason := asked.get("reason"):
        rows = rows.filter(reasons__contains=[reason[:40]])
    if duty := asked.get("duty", "").strip():
        rows = rows.filter(codes__overlap=[*_codes(duty)])
    if (day := day_in(asked.get("day", ""))) is not None:
        rows = rows.filter(created_at__date=day)
    return rows


def _codes(words: str) -> list[str]:
    """Codes of the duties whose code or name contains the words."""
    found: list[Any] = [
        duty.code
        for duty in packs.duties()
        if words == duty.code or words in duty.name_zh or words.lower() in duty.name_en.lower()
    ]
    return found or [words[:60]]
