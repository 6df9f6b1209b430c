"""Reads of the reminders: the cases of a mail, how many wait, what a filter finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from core import deadlines
from core.perms import Perms
from reminders.models import Delivery, Digest, Notice
from reminders.querysets import NoticeQuerySet

MOST_COUNTED = 100


@dataclass(frozen=True)
class Case:
    """One line of a mail: the newest stage of a case, and the stages told with it (more than one after an outage)."""

    title: Any
    label: str
    unit: str
    due_on: date
    stages: tuple[int, ...]
    why: str
    url: str

    @property
    def missed(self) -> str:
        """Stages that fell into an outage: "90, 60"."""
        return ", ".join(str(stage) for stage in self.stages[:-1])


def digest_cases(digest: Digest) -> list[Case]:
    """The cases of a mail, earliest due day first. Those put right meanwhile are left out."""
    rows = Delivery.objects.filter(digest=digest, notice__closed_at__isnull=True).order_by(
        "notice__due_on", "notice__source", "notice__subject", "notice__stage"
    )
    columns = ("notice__source", "notice__subject", "notice__due_on", "notice__stage", "notice__label", "notice__url")
    grouped: dict[tuple[str, str, date], list[Any]] = {}
    for row in rows.values_list(*columns, "notice__unit__name", "why"):
        grouped.setdefault(row[:3], []).append(row[3:])
    return [_case(source, due_on, told) for (source, _subject, due_on), told in grouped.items()]


def _case(source: str, due_on: date, told: Sequence[Any]) -> Case:
    _stage, label, url, unit, why = told[0]
    return Case(title_of(source), label, unit, due_on, tuple(sorted((row[0] for row in told), reverse=True)), why, url)


def title_of(source: str) -> Any:
    """What the kind is called; its code if the source is no longer registered."""
    try:
        return deadlines.source(source).title
    except KeyError:
        return source


def waiting(user: User) -> NoticeQuerySet:
    """What this user should look at: open, nobody has answered yet."""
    return Notice.objects.visible_to(user).standing().unanswered()


def count_waiting(user: User) -> int:
    """How many, up to a hundred: the badge says 99+ beyond."""
    if not user.may(Perms.VIEW_REMINDERS):
        return 0
    return waiting(user).order_by()[:MOST_COUNTED].count()
