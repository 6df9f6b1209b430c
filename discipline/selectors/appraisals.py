"""Reads of appraisals: rounds and people in sight, the facts their rules look at, what the auxiliary may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from core.perms import Perms
from discipline import facts
from discipline.appraisal_forms import forms
from discipline.models import Appraisal, AppraisalMark, AppraisalRound
from discipline.rules.appraisals import (
    SEEN_BY_PERSON,
    TAKES_MARKS,
    Head,
    Kind,
    MarkerFacts,
    MarksFacts,
    Missing,
    Result,
    ResultFacts,
    ReviewFacts,
    Source,
    Status,
    places,
)
from organisation.models import Unit
from organisation.selectors import subtree
from regulations.querysets import numbers
from regulations.selectors import own_values
from roster.models import Auxiliary, Leaving, Posting, Relationship

KEYS: Final = "discipline.appraisal"
THRESHOLDS: Final = (Result.EXCELLENT, Result.COMPETENT, Result.BASIC)
WHO: Final = ("auxiliary__person", "auxiliary__unit", "unit", "round")


def policy(unit: Unit, kind: str, day: date) -> dict[str, Any]:
    """House policy of this unit on this day as a round copies it: each value with its source and confidence."""
    own = own_values(numbers(unit.path))
    names = [*(f"weights_{form}" for form in forms()), *(f"voice_{source}" for source in Source.values)]
    names += [*(f"least_{result.value}" for result in THRESHOLDS), f"report_days_{kind}", f"objection_workdays_{kind}"]
    read = {name: own.at(f"{KEYS}.{name}", path=unit.path, day=day) for name in names}
    return {name: {"value": _plain(value.value), "cites": list(value.cites), "confidence": value.confidence,
                   "pack": value.pack} for name, value in read.items()}  # fmt: skip


def _plain(value: Any) -> Any:
    return [*value] if isinstance(value, tuple) else str(value) if isinstance(value, Decimal) else value


def of_kind(basis: Mapping[str, Any], name: str, kind: str) -> int:
    """A term as copied for daily, monthly or annual."""
    return int(basis[f"{name}_{kind}"]["value"])


def weights(basis: Mapping[str, Any], form: str) -> dict[str, int]:
    """How much each head counts in this form."""
    return dict(zip(Head.values, basis[f"weights_{form}"]["value"], strict=True))


def voices(basis: Mapping[str, Any]) -> dict[str, Decimal]:
    """How much each voice counts."""
    return {source: Decimal(basis[f"voice_{source}"]["value"]) for source in Source.values}


def thresholds(basis: Mapping[str, Any]) -> list[int]:
    """Least scores for excellent, competent, basically competent."""
    return [int(basis[f"least_{result.value}"]["value"]) for result in THRESHOLDS]


def rounds(user: User, asked: Mapping[str, str]) -> QuerySet[AppraisalRound]:
    """Rounds in sight with their progress, the newest first; `?unit=` code, `?kind=`."""
    rows = AppraisalRound.objects.visible_to(user).filter(subtree(user, asked.get("unit", "")))
    if (kind := asked.get("kind", "")) in Kind.values:
        rows = rows.filter(kind=kind)
    return rows.select_related("unit", "opened_by__person").with_progress().order_by("-first", "-pk")


def round_as_it_stands(pk: int) -> AppraisalRound:
    """A round that was in sight, read anew with its progress."""
    found: AppraisalRound = AppraisalRound.objects.select_related("unit").with_progress().get(pk=pk)
    return found


def as_it_stands(row: Appraisal) -> Appraisal:
    """An appraisal that was in sight, read anew with everything an answer tells."""
    return Appraisal.objects.select_related(*WHO).get(pk=row.pk)


def to_appraise(unit: Unit, first: date, last: date, kind: str, day: date) -> QuerySet[Auxiliary]:
    """Who serves in the unit and below and is not appraised for these days yet."""
    taken = Appraisal.objects.filter(kind=kind, first=first).exclude(status=Status.LEFT_OUT).values("auxiliary")
    rows = Auxiliary.objects.on_strength().below(unit).filter(hired_on__lte=min(last, day))
    return rows.exclude(pk__in=taken).select_related("post").order_by("pk")


def missing(round_: AppraisalRound, day: date) -> QuerySet[Auxiliary]:
    """Who serves here and is not in the round: neither appraised for these days elsewhere nor left out of it."""
    rows = to_appraise(round_.unit, round_.first, round_.last, round_.kind, day)
    left_out = Appraisal.objects.filter(round=round_).values("auxiliary")
    return rows.exclude(pk__in=left_out).select_related("person", "unit", "post").order_by("unit__path", "pk")


def why_missing(rows: Iterable[Auxiliary], round_: AppraisalRound) -> list[tuple[Auxiliary, Missing, date | None]]:
    """Of each of these people why, and since when: two queries."""
    people, opened = list(rows), timezone.localdate(round_.opened_at)
    keys = [one.pk for one in people]
    began = dict(Posting.objects.filter(auxiliary__in=keys, ends_on=None).values_list("auxiliary_id", "starts_on"))
    left = dict(Leaving.objects.filter(auxiliary__in=keys).order_by("last_day").values_list("auxiliary_id", "last_day"))
    return [(one, *_why(one, began.get(one.pk), left.get(one.pk), opened)) for one in people]


def _why(one: Auxiliary, began: date | None, left: date | None, opened: date) -> tuple[Missing, date | None]:
    if began is not None and began >= opened:
        if left is not None:
            return Missing.BACK, began
        return (Missing.HIRED if one.hired_on >= opened else Missing.MOVED), began
    return (Missing.HIRED, one.hired_on) if one.hired_on >= opened else (Missing.LATER, None)


def gone(round_: AppraisalRound) -> QuerySet[Appraisal]:
    """Those of the round who have left since, and have no result yet."""
    rows = Appraisal.objects.filter(round=round_, auxiliary__status=Auxiliary.Status.LEFT)
    return rows.exclude(status__in=(Status.LEFT_OUT, Status.FINAL))


def people(user: User, round_: AppraisalRound, asked: Mapping[str, str]) -> QuerySet[Appraisal]:
    """The people of one round in sight; `?state=`, `?q=` name or number, `?gone=1`."""
    rows = Appraisal.objects.visible_to(user).filter(round=round_)
    if asked.get("gone"):
        rows = rows.filter(pk__in=gone(round_))
    return _narrowed(rows, asked).select_related(*WHO).order_by("unit__path", "pk")


def listed(user: User, asked: Mapping[str, str]) -> QuerySet[Appraisal]:
    """Appraisals in sight of all rounds, the newest first."""
    rows = Appraisal.objects.visible_to(user).filter(subtree(user, asked.get("unit", "")))
    if (kind := asked.get("kind", "")) in Kind.values:
        rows = rows.filter(kind=kind)
    return _narrowed(rows, asked).select_related(*WHO).order_by("-pk")


def _narrowed(rows: QuerySet[Appraisal], asked: Mapping[str, str]) -> QuerySet[Appraisal]:
    if (state := asked.get("state", "")) in Status.values:
        rows = rows.filter(status=state)
    if words := asked.get("q", "").replace("\x00", "").strip()[:60]:
        rows = rows.filter(Q(number__istartswith=words) | Q(auxiliary__in=Auxiliary.objects.search(words).values("pk")))
    return rows


def to_review(user: User) -> QuerySet[Appraisal]:
    """Objections that wait for an answer of this user, the earliest term first."""
    rows = Appraisal.objects.visible_to(user, Perms.HANDLE_APPEALS).filter(status=Status.CONTESTED)
    return rows.select_related(*WHO).order_by("review_until", "pk")


def of_auxiliary(auxiliary: Auxiliary, user: User) -> list[Appraisal]:
    """The last appraisals of one file as far as this user sees them, read once for section and head of the file."""
    kept: dict[int, list[Appraisal]] = auxiliary.__dict__.setdefault("_appraisals_read", {})
    if user.pk not in kept:
        rows = Appraisal.objects.visible_to(user).filter(auxiliary=auxiliary).exclude(status=Status.LEFT_OUT)
        kept[user.pk] = list(rows.order_by("-last", "-pk")[:10])
    return kept[user.pk]


def own(person: int) -> QuerySet[Appraisal]:
    """My appraisals: those I report to, and those I was told."""
    rows = Appraisal.objects.filter(auxiliary__person=person).exclude(status=Status.LEFT_OUT)
    return rows.select_related("round", "unit").order_by("-last", "-pk")


def is_told(row: Appraisal) -> bool:
    """Does the person see score and result?"""
    return row.status in SEEN_BY_PERSON


def to_mark(person: int) -> QuerySet[Appraisal]:
    """Colleagues of the same unit whose marks are open and whom this person has not marked yet."""
    me = Auxiliary.objects.on_strength().filter(person=person).first()
    if me is None:
        return Appraisal.objects.none()
    rows = Appraisal.objects.filter(unit=me.unit_id, auxiliary__unit=me.unit_id, status__in=TAKES_MARKS)
    mine = AppraisalMark.objects.filter(marker=person).values("appraisal")
    rows = rows.exclude(auxiliary=me.pk).exclude(pk__in=mine)
    return rows.select_related("auxiliary__person", "round", "unit").order_by("-first", "pk")


def figures_of(auxiliaries: Collection[int], first: date, last: date) -> dict[int, list[dict[str, Any]]]:
    """What the records say of the span, line by line: a fixed number of queries for all of them."""
    found: dict[int, list[dict[str, Any]]] = {key: [] for key in auxiliaries}
    for source in facts.figures.all():
        for key, figure in source.find(auxiliaries, first, last).items():
            found[key].append({"key": source.key, "said": figure.said, "number": figure.number})
    return found


def figures_told(row: Appraisal, day: date) -> list[tuple[Any, Any]]:
    """The lines copied from the records when the marks were closed; until then those of today. Titles as they are today."""
    titles = {source.key: source.title for source in facts.figures.all()}
    lines = row.facts
    if row.status in TAKES_MARKS:
        lines = figures_of([row.auxiliary_id], row.first, min(row.last, day))[row.auxiliary_id]
    return [(titles.get(line["key"], line["key"]), line["said"]) for line in lines]


def marks_facts(rows: Iterable[Appraisal], day: date) -> dict[int, MarksFacts]:
    """Of each person whether the marks may be closed."""
    told = list(rows)
    given = AppraisalMark.objects.filter(appraisal__in=[row.pk for row in told], source=Source.LEADER)
    leaders = Counter(given.values_list("appraisal_id", flat=True))
    return {row.pk: MarksFacts(day, leaders[row.pk], row.reported_on is not None, row.report_until) for row in told}


def relatives_of(auxiliaries: Collection[int]) -> dict[int, frozenset[int]]:
    """Near relatives on file of each of these people, as natural persons."""
    found: dict[int, set[int]] = {}
    rows = Relationship.objects.filter(auxiliary__in=auxiliaries, near_relative=True, related__isnull=False)
    for auxiliary, related in rows.values_list("auxiliary_id", "related_id"):
        found.setdefault(auxiliary, set()).add(related)
    return {key: frozenset(some) for key, some in found.items()}


def result_facts(
    round_: AppraisalRound, results: Mapping[Appraisal, str], *, reason: str, by: User
) -> dict[int, tuple[ResultFacts, dict[str, Any]]]:
    """What these results would be, set side by side with the rest of the round: four queries."""
    keys = {row.auxiliary_id for row in results}
    rest = Appraisal.objects.filter(round=round_).exclude(status=Status.LEFT_OUT)
    count = rest.count()
    excellent = rest.filter(calibrated=Result.EXCELLENT).exclude(pk__in=[row.pk for row in results]).count()
    excellent += sum(result == Result.EXCELLENT for result in results.values())
    waiting = rest.filter(status__in=TAKES_MARKS).count()
    most = places(round_.share, count)
    sanctioned, relatives = facts.sanctions(keys, round_.first, round_.last), relatives_of(keys)
    found = {}
    for row, result in results.items():
        words = {"waiting": waiting, "excellent": excellent, "most": most, "who": row.auxiliary.name}
        one = ResultFacts(
            waiting=waiting,
            excellent=excellent,
            excellent_most=most,
            changed=result != row.proposed,
            reason=reason,
            result=result,
            sanctioned=row.auxiliary_id in sanctioned,
            appraiser=by.person_id,
            person=row.auxiliary.person_id,
            relatives=relatives.get(row.auxiliary_id, frozenset()),
        )
        found[row.pk] = one, words
    return found


def marker_facts(row: Appraisal, by: User) -> MarkerFacts:
    """Who would mark, and how near to the person."""
    relatives = relatives_of([row.auxiliary_id]).get(row.auxiliary_id, frozenset())
    return MarkerFacts(by.person_id, row.auxiliary.person_id, relatives)


def review_facts(row: Appraisal, by: User) -> ReviewFacts:
    """Who had a hand in the result."""
    leaders = AppraisalMark.objects.filter(appraisal=row, source=Source.LEADER).values_list("marker_id", flat=True)
    return ReviewFacts(
        reviewer=by.person_id,
        calibrated=row.calibrated_person_id,
        leaders=frozenset(leaders),
        person=row.auxiliary.person_id,
        relatives=relatives_of([row.auxiliary_id]).get(row.auxiliary_id, frozenset()),
    )


def annual_results(auxiliary: Auxiliary, since: date) -> list[Appraisal]:
    """Final results of years that ended on or after this day, the oldest first: the basis of grade and renewal."""
    rows = Appraisal.objects.filter(auxiliary=auxiliary, kind=Kind.ANNUAL, status=Status.FINAL, last__gte=since)
    return list(rows.order_by("last"))


def newest_annual(auxiliary: Auxiliary) -> Appraisal | None:
    """The newest final result of a year."""
    rows = Appraisal.objects.filter(auxiliary=auxiliary, kind=Kind.ANNUAL, status=Status.FINAL)
    return rows.order_by("-last").first()
