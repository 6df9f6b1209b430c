"""Reads of the reminders: the cases of a mail, how many wait, what a filter finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import deadlines
from organisation.selectors import subtree
from regulations.packs import cite
from reminders.models import Delivery, Digest, Notice
from reminders.querysets import NoticeQuerySet

MOST_COUNTED = 100
STATES = (
    ("overdue", _("Overdue")),
    ("unanswered", _("Unanswered")),
    ("answered", _("Answered")),
    ("escalated", _("Told above")),
    ("closed", _("Put right")),
)


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


def kind_of(source: str) -> dict[str, Any]:
    """Title, advice and articles of a kind, for its page."""
    try:
        known = deadlines.source(source)
    except KeyError:
        return {"title": source, "advice": "", "cites": ()}
    return {"title": known.title, "advice": known.advice, "cites": [cite(text) for text in known.cites]}


def sources() -> list[tuple[str, Any]]:
    """The kinds for a filter."""
    return [(source.code, source.title) for source in deadlines.sources()]


def listed(user: User, query: Mapping[str, str], day: date) -> NoticeQuerySet:
    """What a filter in the address finds: `kind`, `unit`, `state`, `q`. Open ones by due day."""
    rows: NoticeQuerySet = Notice.objects.visible_to(user).filter(subtree(user, query.get("unit", "")))
    rows = in_state(rows, query.get("state", ""), day)
    if kind := query.get("kind", ""):
        rows = rows.filter(source=kind)
    if words := query.get("q", "")[:60]:
        rows = rows.search(words)
    return rows.with_seen(user.pk).select_related("unit", "answered_by__person")


def in_state(rows: NoticeQuerySet, state: str, day: date) -> NoticeQuerySet:
    """One of `STATES`; anything else is everything open."""
    if state == "closed":
        return rows.filter(closed_at__isnull=False, overtaken=False).order_by("-closed_at", "-id")
    rows = rows.standing().order_by("due_on", "id")
    if state == "overdue":
        return rows.overdue(day)
    if state == "unanswered":
        return rows.unanswered()
    if state == "answered":
        return rows.filter(answered_at__isnull=False)
    return rows.filter(escalated_at__isnull=False) if state == "escalated" else rows


def stages_of(notice: Notice) -> NoticeQuerySet:
    """Every stage of the notice's case, the first one made first."""
    return (
        Notice.objects.filter(source=notice.source, subject=notice.subject, due_on=notice.due_on)
        .select_related("answered_by__person")
        .order_by("-stage")
    )


def waiting(user: User) -> NoticeQuerySet:
    """What this user should look at: open, nobody has answered yet."""
    return Notice.objects.visible_to(user).standing().unanswered()


def badge(user: User) -> int | str:
    """How many wait; beyond the hundredth nobody counts."""
    count = waiting(user).order_by()[:MOST_COUNTED].count()
    return count if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def own(person_id: int) -> NoticeQuerySet:
    """What falls due for the person who signed in."""
    return Notice.objects.of_person(person_id).standing().order_by("due_on", "id")
