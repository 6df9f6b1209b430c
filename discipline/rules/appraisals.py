"""How was somebody's work in a span of time: states as a table, the reckoning of marks, the rules; all of it pure.

That the appraisal is the basis of grade, reward, renewal and ending is law (HA 28, GX 25, ST 24, NB 14). Names of results,
weights, terms and the share of excellent were found in no text: house policy by the packs (`discipline.appraisal.*`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.life import Act, Life
from core.perms import Perms
from regulations.rules import rule

MARKER: Final = "discipline.appraisal.marker"
MARKS: Final = "discipline.appraisal.marks"
RESULT: Final = "discipline.appraisal.result"
REVIEW: Final = "discipline.appraisal.review"
FEN: Final = Decimal("0.01")


class Kind(TextChoices):
    """What span is looked at."""

    DAILY = "daily", _("Daily")
    MONTHLY = "monthly", _("Monthly")
    ANNUAL = "annual", _("Annual")


class Status(TextChoices):
    """Where one person's appraisal stands."""

    OPEN = "open", _("marks are taken")
    REPORTED = "reported", _("self-report handed in")
    MARKED = "marked", _("reckoned")
    CALIBRATED = "calibrated", _("result set")
    TOLD = "told", _("told")
    CONTESTED = "contested", _("objected to")
    FINAL = "final", _("final")
    LEFT_OUT = "left_out", _("not appraised")


class Result(TextChoices):
    """The four results, the best first."""

    EXCELLENT = "excellent", _("excellent")
    COMPETENT = "competent", _("competent")
    BASIC = "basic", _("basically competent")
    FAILED = "failed", _("not competent")


class Missing(TextChoices):
    """Why somebody who serves here is not in a round that was opened."""

    HIRED = "hired", pgettext_lazy("appraisal", "hired since")
    BACK = "back", pgettext_lazy("appraisal", "came back since")
    MOVED = "moved", pgettext_lazy("appraisal", "moved here since")
    LATER = "later", pgettext_lazy("appraisal", "entered into the program since")


class Source(TextChoices):
    """Who gives marks."""

    LEADER = "leader", _("Leader")
    COLLEAGUE = "colleague", _("Colleague")
    PUBLIC = "public", _("Public")


class Head(TextChoices):
    """The five heads 德能勤绩廉."""

    VIRTUE = "virtue", _("Virtue")
    ABILITY = "ability", _("Ability")
    DILIGENCE = "diligence", _("Diligence")
    RESULTS = "results", _("Results")
    INTEGRITY = "integrity", _("Integrity")


HEADS: Final = tuple(Head(value) for value in Head.values)
S = Status


ACTS: Final = Life(
    Act("report", (S.OPEN,), (S.REPORTED,)),
    Act("reckon", (S.OPEN, S.REPORTED), (S.MARKED,), Perms.APPRAISE),
    Act("leave_out", (S.OPEN, S.REPORTED), (S.LEFT_OUT,), Perms.APPRAISE),
    Act("calibrate", (S.MARKED, S.CALIBRATED), (S.CALIBRATED,), Perms.APPRAISE),
    Act("tell", (S.CALIBRATED,), (S.TOLD,), Perms.APPRAISE),
    Act("accept", (S.TOLD,), (S.FINAL,)),
    Act("contest", (S.TOLD,), (S.CONTESTED,)),
    Act("conclude", (S.TOLD,), (S.FINAL,), Perms.APPRAISE),
    Act("settle", (S.CONTESTED,), (S.FINAL,), Perms.HANDLE_APPEALS),
)
TAKES_MARKS: Final = (S.OPEN, S.REPORTED)
SEEN_BY_PERSON: Final = (S.TOLD, S.CONTESTED, S.FINAL)
APPEALED: Final = (S.CONTESTED, S.FINAL)


def places(share: Decimal, people: int) -> int:
    """How many of so many people may be excellent: the share, rounded down."""
    return int(share * people)


def reckoned(
    marks: Sequence[tuple[str, Mapping[str, int]]], weights: Mapping[str, int], sources: Mapping[str, Decimal]
) -> tuple[dict[str, Decimal], Decimal]:
    """Each head and the whole, out of 100, half up to the hundredth.

    The marks of one source count by their mean; a source that gave none leaves its weight to the others. Where only sources
    without weight gave marks, they count alike.
    """
    given = {name: [heads for source, heads in marks if source == name] for name in sources}
    heard = {name: rows for name, rows in given.items() if rows}
    counts = {name: sources[name] for name in heard if sources[name] > 0} or dict.fromkeys(heard, Decimal(1))
    voices = sum(counts.values())
    if not voices or not sum(weights.values()):
        raise ValueError("nothing to reckon from")
    heads = {
        head: sum((_mean(heard[name], head) * weight for name, weight in counts.items()), Decimal()) / voices
        for head in weights
    }
    whole = sum((heads[head] * weight for head, weight in weights.items()), Decimal()) / sum(weights.values())
    return {head: _fen(value) for head, value in heads.items()}, _fen(whole)


def _mean(rows: Sequence[Mapping[str, int]], head: str) -> Decimal:
    return Decimal(sum(row[head] for row in rows)) / len(rows)


def _fen(value: Decimal) -> Decimal:
    return value.quantize(FEN, ROUND_HALF_UP)


def proposed(score: Decimal, thresholds: Sequence[int]) -> Result:
    """The result a score proposes: the first threshold it reaches (excellent, competent, basically competent), else failed."""
    for least, result in zip(thresholds, Result, strict=False):
        if score >= least:
            return result
    return Result.FAILED


@dataclass(frozen=True)
class MarkerFacts:
    """Who would mark, or enter what the public said."""

    marker: int | None
    person: int
    relatives: frozenset[int]


@dataclass(frozen=True)
class MarksFacts:
    """One person's marks at the moment they are to be reckoned. `report_until`: None where no self-report is asked for."""

    day: date
    leaders: int
    reported: bool
    report_until: date | None


@dataclass(frozen=True)
class ResultFacts:
    """What a result would be, in the round it belongs to. `excellent`: how many there would be with this one."""

    waiting: int
    excellent: int
    excellent_most: int
    changed: bool
    reason: str
    result: str
    sanctioned: bool
    appraiser: int | None
    person: int
    relatives: frozenset[int]


@dataclass(frozen=True)
class ReviewFacts:
    """Who would settle the objection, and who had a hand in the result."""

    reviewer: int | None
    calibrated: int | None
    leaders: frozenset[int]
    person: int
    relatives: frozenset[int]


@rule(
    "AP-01",
    about=MARKS,
    says=_("No leader has marked %(who)s yet."),
    cure=_("Let the leader mark all five heads, or leave the person out with the reason."),
)
def a_leader_marked(facts: MarksFacts) -> bool:
    return facts.leaders > 0


@rule(
    "AP-02",
    about=MARKS,
    says=_("%(who)s has not handed in the self-report, and has time until %(until)s."),
    cure=_("Wait for the self-report, or until its term is over."),
)
def the_person_was_heard(facts: MarksFacts) -> bool:
    return facts.reported or facts.report_until is None or facts.day > facts.report_until


@rule(
    "AP-03",
    about=RESULT,
    says=_("Marks of this round are still open: %(waiting)s people."),
    cure=_("Close the marks of everybody first: results are set side by side."),
)
def everybody_is_marked(facts: ResultFacts) -> bool:
    return facts.waiting == 0


@rule(
    "AP-04",
    about=RESULT,
    says=_("The share of excellent is used up: %(excellent)s for %(most)s places."),
    cure=_("Set a lower result, or set somebody else lower first."),
)
def excellent_keeps_its_share(facts: ResultFacts) -> bool:
    return facts.result != Result.EXCELLENT or facts.excellent <= facts.excellent_most


@rule(
    "AP-05",
    about=RESULT,
    says=_("The result differs from what the marks propose, and no reason is given."),
    cure=_("Give the reason: the person reads it."),
)
def a_change_has_its_reason(facts: ResultFacts) -> bool:
    return not facts.changed or bool(facts.reason.strip())


@rule(
    "AP-06",
    about=RESULT,
    says=_("A sanction had effect in this span: not excellent (%(who)s)."),
    cure=_("Set another result, or have the sanction lifted on appeal first."),
)
def no_excellent_with_a_sanction(facts: ResultFacts) -> bool:
    return facts.result != Result.EXCELLENT or not facts.sanctioned


@rule(
    "AP-07",
    about=RESULT,
    says=_("Whoever sets the result is the person or a near relative (%(who)s)."),
    cure=_("Let somebody else decide on it."),
)
def appraiser_is_not_involved(facts: ResultFacts) -> bool:
    return facts.appraiser is not None and facts.appraiser not in {facts.person, *facts.relatives}


@rule(
    "AP-08",
    about=REVIEW,
    says=_("Whoever set the result, or marked as the leader, does not settle the objection."),
    cure=_("Let somebody settle it who took no part."),
)
def reviewer_took_no_part(facts: ReviewFacts) -> bool:
    return facts.reviewer is not None and facts.reviewer not in {facts.calibrated, *facts.leaders}


@rule(
    "AP-09",
    about=REVIEW,
    says=_("Whoever settles the objection is the person or a near relative."),
    cure=_("Let somebody settle it who took no part."),
)
def reviewer_is_not_involved(facts: ReviewFacts) -> bool:
    return facts.reviewer not in {facts.person, *facts.relatives}


@rule(
    "AP-10",
    about=MARKER,
    says=_("Whoever marks is the person or a near relative (%(who)s)."),
    cure=_("Let somebody else mark."),
)
def marker_is_not_involved(facts: MarkerFacts) -> bool:
    return facts.marker is not None and facts.marker not in {facts.person, *facts.relatives}
