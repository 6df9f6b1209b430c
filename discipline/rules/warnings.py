"""What speaks for looking at somebody, in time? Signs with their numbers, pure; a level anybody can count again.

A warning is a reason to look, never a decision: nothing else reads it, and it is kept nowhere. All limits are house policy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LIMITS: Final = (
    "window_days", "refused_yellow", "refused_red", "complaints_yellow", "complaints_red", "findings_yellow",
    "findings_red", "overtime_yellow", "overtime_red", "arrears_red_days", "contract_yellow_days", "contract_red_days",
    "promotion_months", "training_red_days", "yellows_make_red",
)  # fmt: skip


class Level(TextChoices):
    """How soon to look."""

    GREEN = "green", _("green: nothing stands out")
    YELLOW = "yellow", _("yellow: look at it")
    RED = "red", _("red: look at it now")


class Sign(TextChoices):
    """What may stand out."""

    REFUSED = "refused", _("Refused attempts of an officer who led this person")
    COMPLAINTS = "complaints", _("Complaints about this person that were upheld")
    FINDINGS = "findings", _("Findings with this person’s responsibility, not settled")
    OVERTIME = "overtime", _("Overtime in the month")
    ARREARS = "arrears", _("Pay not paid on its day")
    CONTRACT = "contract", _("Contract near its end")
    PROMOTION = "promotion", _("No promotion in years")
    TRAINING = "training", _("Training or certificate lapsed")
    MEDICAL = "medical", _("Yearly medical overdue")


# Not told to the person: complaints, and what speaks of somebody else, the officer who led.
NOT_FOR_THE_PERSON: Final = frozenset({Sign.COMPLAINTS, Sign.REFUSED})


@dataclass(frozen=True, slots=True)
class Limits:
    """From when a sign is yellow or red, as the unit has it; all of them house policy."""

    window_days: int
    refused_yellow: int
    refused_red: int
    complaints_yellow: int
    complaints_red: int
    findings_yellow: int
    findings_red: int
    overtime_yellow: int
    overtime_red: int
    arrears_red_days: int
    contract_yellow_days: int
    contract_red_days: int
    promotion_months: int
    training_red_days: int
    yellows_make_red: int
    medical_months: int
    top_grade: str  # of the ladder: above it there is nothing to be promoted to


@dataclass(frozen=True, slots=True)
class Known:
    """What the records hold of one person. None or nought: nothing is known of it."""

    refused: int = 0
    refused_by: str = ""
    complaints: int = 0
    findings: int = 0
    overtime: int = 0
    overtime_of: date | None = None
    unpaid_since: date | None = None
    contract_ends: date | None = None
    graded_on: date | None = None
    grade: str = ""
    lapsed_on: date | None = None
    medical_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One sign that stands out: how much of it, since or until which day, from where on it counts, and by whom."""

    sign: Sign
    level: Level
    number: int | None = None
    day: date | None = None
    limit: int | None = None
    who: str = ""

    @property
    def code(self) -> str:
        return f"{self.sign}:{self.level}"


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def reasons(known: Known, limits: Limits, day: date) -> tuple[Reason, ...]:
    """Every sign that stands out on the day, the red ones first."""
    found = [*_counted(known, limits), *_dated(known, limits, day)]
    return tuple(sorted(found, key=lambda one: one.level != Level.RED))


def level(found: Iterable[Reason], limits: Limits) -> Level:
    """Red by one red sign or by so many yellow ones; yellow by one; otherwise green."""
    levels = [one.level for one in found]
    if Level.RED in levels or len(levels) >= limits.yellows_make_red:
        return Level.RED
    return Level.YELLOW if levels else Level.GREEN


def _counted(known: Known, limits: Limits) -> Iterable[Reason]:
    for sign, number, yellow, red, of, who in (
        (Sign.REFUSED, known.refused, limits.refused_yellow, limits.refused_red, None, known.refused_by),
        (Sign.COMPLAINTS, known.complaints, limits.complaints_yellow, limits.complaints_red, None, ""),
        (Sign.FINDINGS, known.findings, limits.findings_yellow, limits.findings_red, None, ""),
        (Sign.OVERTIME, known.overtime, limits.overtime_yellow, limits.overtime_red, known.overtime_of, ""),
    ):
        if number >= red:
            yield Reason(sign, Level.RED, number, of, red, who)
        elif number >= yellow:
            yield Reason(sign, Level.YELLOW, number, of, yellow, who)


def _dated(known: Known, limits: Limits, day: date) -> Iterable[Reason]:
    if known.unpaid_since is not None and (days := (day - known.unpaid_since).days) > 0:
        at = Level.RED if days >= limits.arrears_red_days else Level.YELLOW
        yield Reason(Sign.ARREARS, at, days, known.unpaid_since, limits.arrears_red_days)
    if known.contract_ends is not None and (days := (known.contract_ends - day).days) <= limits.contract_yellow_days:
        red = days <= limits.contract_red_days
        limit = limits.contract_red_days if red else limits.contract_yellow_days
        yield Reason(Sign.CONTRACT, Level.RED if red else Level.YELLOW, days, known.contract_ends, limit)
    waited = months_between(known.graded_on, day) if known.graded_on and known.grade != limits.top_grade else 0
    if waited >= limits.promotion_months:
        yield Reason(Sign.PROMOTION, Level.YELLOW, waited, known.graded_on, limits.promotion_months)
    if known.lapsed_on is not None and (days := (day - known.lapsed_on).days) > 0:
        at = Level.RED if days >= limits.training_red_days else Level.YELLOW
        yield Reason(Sign.TRAINING, at, days, known.lapsed_on, limits.training_red_days)
    if known.medical_on is not None and (months := months_between(known.medical_on, day)) >= limits.medical_months:
        yield Reason(Sign.MEDICAL, Level.YELLOW, months, known.medical_on, limits.medical_months)


def unanswered(found: Iterable[Reason], answered: Iterable[str]) -> tuple[Reason, ...]:
    """Reasons that stand out and were not yet looked at as they stand; a yellow one that turned red is new."""
    before = frozenset(answered)
    return tuple(one for one in found if not before & {one.code, f"{one.sign}:{Level.RED}"})
