"""Days around the end of a contract: reminders, notice, running on by statute, claim to renewal, resignation.

LCL 37, 40, 42, 44, 45; LCR 17; WII 35-37; SPC25 11. A notice of so many days: the day it is given does not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import HIGH, Answer, Step
from payroll.calculating.books import Book
from payroll.calculating.wording import to_confirm
from roster.rules.terms import add_months

ROOM: Final = "roster.contract."
REMINDERS: Final = (90, 60, 30, 15, 7)
ASK_ONLY: Final = "not by expiry alone (worker may ask)"
STAYS: Final = "until the pension age (the relation is kept)"
STATES: Final = (
    "none",
    "pregnant_or_nursing",
    "medical_period",
    "injury_grade",
    "occupational_disease",
    "near_pension",
    "training_service_period",
)
DAY_IN_TEXT: Final = re.compile(r"(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})")


@dataclass(frozen=True, slots=True)
class State:
    """What keeps a contract from ending on its last day: until when, or which grade of injury."""

    kind: str
    until: date | None = None
    grade: int | None = None


@dataclass(frozen=True, slots=True)
class Expiry:
    """The last day, the days that hang on it. `notice_by` is None where the place asks for no notice."""

    end: date
    notice_by: date | None
    notice_days: int
    claim_from: date | None


@dataclass(frozen=True, slots=True)
class Notice:
    """When a notice given on a day lets the contract end."""

    days: int
    ends_on: date


def reminders(end: date, days: tuple[int, ...] = REMINDERS) -> tuple[date, ...]:
    """The day so many days before the last one, for each step of the ladder (a rule of this product)."""
    return tuple(end - timedelta(days=one) for one in days)


def expiry(end: date, book: Book) -> Answer[Expiry]:
    """Notice of the place (30 days in Beijing, none nationally) and the claim to renewal of those who work on."""
    key, stay = ROOM + "expiry_notice_days", ROOM + "stay_after_expiry_months"
    days = int(book.value(key))
    notice_by = end - timedelta(days=days) if days else None
    steps = [Step(_("Last day of the term"), None, None, end, "LCL 44")]
    notes: list[Any] = list(to_confirm(book, key))
    keys = [key]
    if notice_by:
        steps.append(Step(_("Notice in writing at the latest on"), days, None, notice_by, book.cites(key)[0]))
    else:
        notes.append(_("No text asks for notice before the term ends here: reminders are a rule of the house."))
    claim = None
    if book.says(stay):
        claim = add_months(end, int(book.value(stay))) + timedelta(days=1)
        keys.append(stay)
        steps.append(
            Step(_("Who works on without objection may demand renewal from"), None, None, claim, book.cites(stay)[0])
        )
    return Answer(
        Expiry(end, notice_by, days, claim), tuple(steps), book.cites(*keys), tuple(notes), book.sureness(*keys)
    )


def read_state(text: str) -> State | None:
    """A state in words: "pregnant, nursing ends 2027-08-15", "injury grade 6"; None when it is not understood."""
    words = text.lower()
    found = DAY_IN_TEXT.search(words)
    try:
        until = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
    grade = re.search(r"(?:grade|级别|等级)\s*(\d+)|(\d+)\s*级", words)
    if "injur" in words or "工伤" in words or "伤残" in words:
        return State("injury_grade", until, int(grade[1] or grade[2])) if grade else None
    for kind, marks in (
        ("pregnant_or_nursing", ("pregnan", "nursing", "孕", "产期", "哺乳")),
        ("medical_period", ("medical period", "医疗期")),
        ("training_service_period", ("training", "service period", "服务期")),
        ("occupational_disease", ("occupational", "职业病")),
        ("near_pension", ("pension", "retire", "退休")),
    ):
        if any(mark in words for mark in marks):
            return State(kind, until)
    return State("none") if words in ("none", "", "无") else None


def runs_to(end: date, state: State) -> Answer[date | str | None]:
    """To when a contract runs on whose last day falls into a protected state; None: the end of the state is not known.

    Injuries follow their own rule: grades 1-4 keep the relation, 5-6 end it only at the person's own wish, 7-10 at expiry.
    """
    if state.kind == "injury_grade" and state.grade is not None:
        told: date | str = STAYS if state.grade <= 4 else ASK_ONLY if state.grade <= 6 else end
        article = "WII 35" if state.grade <= 4 else "WII 36" if state.grade <= 6 else "WII 37"
        notes = (_("Two lump sums are due when it ends."),) if state.grade >= 7 else ()
        return Answer(told, (Step(_("Grade of injury"), state.grade, None, None, article),), ("LCL 45", article), notes)
    if state.kind == "none":
        return Answer(end, (Step(_("Last day of the term"), None, None, end, "LCL 44"),), ("LCL 44",))
    article = "LCR 17" if state.kind == "training_service_period" else "LCL 45"
    if state.until is None:
        return Answer(None, (), (article,), (_("It runs on until the state ends: give that day."),))
    last = max(end, state.until)
    return Answer(
        last,
        (Step(_("It runs on until the state ends"), None, None, last, article),),
        (article, *(("LCL 42",) if article == "LCL 45" else ())),
    )


def resignation(given_on: date, book: Book, *, probation: bool = False) -> Answer[Notice]:
    """The earliest end when the person gives notice: 30 days in writing, 3 in probation (LCL 37)."""
    key = ROOM + ("resignation_notice_probation_days" if probation else "resignation_notice_days")
    return _notice(given_on, int(book.value(key)), key, book)


def dismissal(given_on: date, book: Book) -> Answer[Notice]:
    """The earliest end when the employer gives notice for a ground of art. 40; or at once with a month's pay."""
    return _notice(given_on, int(book.value(ROOM + "dismissal_notice_days")), ROOM + "dismissal_notice_days", book)


def _notice(given_on: date, days: int, key: str, book: Book) -> Answer[Notice]:
    ends_on = given_on + timedelta(days=days)
    steps = (Step(_("Days of notice; the day it is given does not count"), days, None, ends_on, book.cites(key)[0]),)
    return Answer(Notice(days, ends_on), steps, book.cites(key), confidence=HIGH)
